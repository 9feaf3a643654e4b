; Owns what installing and removing change on a person's computer: for that person alone, without administrator's rights.
; Never touches a data file, not even one kept in the program's own folder: only files that are named here are removed.
; Needs VERSION, FILES (the folder to install), OUT and ICON.

Unicode true
; The 32-bit stub does nothing where only 64-bit programs run.
Target amd64-unicode
SetCompressor /SOLID lzma
; Both programs hold the same fonts: as far back as the first one's.
SetCompressorDictSize 64
ManifestDPIAware true
RequestExecutionLevel user
AllowSkipFiles off

!include MUI2.nsh
!include FileFunc.nsh

!define NAME "防疫台账"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\taizhang"
!define CLASSES "Software\Classes"
!define DATA_FILE "taizhang.DataFile"
!define WEBVIEW2 "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT OR Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\taizhang.exe"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "只删除程序。您的数据文件（.taizhang）和备份都会留在原处。"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Asks until the program at $INSTDIR is not running: a running program cannot be written. Silently, gives up at once.
!macro WaitUntilClosed
  ${Do}
    ClearErrors
    ${IfNot} ${FileExists} "$INSTDIR\taizhang.exe"
      ${ExitDo}
    ${EndIf}
    FileOpen $0 "$INSTDIR\taizhang.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正在运行。请先关闭它的窗口，再点“重试”。" /SD IDCANCEL IDRETRY +3
      SetErrorLevel 2
      Abort
  ${Loop}
!macroend

Section
  !insertmacro WaitUntilClosed
  SetOutPath "$INSTDIR"
  File /r "${FILES}/*"
  WriteUninstaller "$INSTDIR\卸载.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\taizhang.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}用户手册.lnk" "$INSTDIR\用户手册.pdf"

  WriteRegStr HKCU "${CLASSES}\.taizhang" "" "${DATA_FILE}"
  WriteRegStr HKCU "${CLASSES}\${DATA_FILE}" "" "${NAME}数据文件"
  WriteRegStr HKCU "${CLASSES}\${DATA_FILE}\DefaultIcon" "" "$INSTDIR\taizhang.exe,0"
  WriteRegStr HKCU "${CLASSES}\${DATA_FILE}\shell\open\command" "" '"$INSTDIR\taizhang.exe" "%1"'
  ${RefreshShellIcons}

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\taizhang.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0

  Call SayWhenWebView2IsMissing
SectionEnd

; The window draws with WebView2, which Windows 11 and an up to date Windows 10 have.
Function SayWhenWebView2IsMissing
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2}" "pv"
  ReadRegStr $1 HKCU "Software\${WEBVIEW2}" "pv"
  ${If} "$0$1" == ""
  ${OrIf} "$0$1" == "0.0.0.0"
    MessageBox MB_OK|MB_ICONINFORMATION "程序已经装好，但这台电脑还缺少微软的 WebView2 运行时，窗口暂时打不开。$\r$\n$\r$\n请在微软官网下载“WebView2 运行时”（Evergreen 独立安装程序，x64）装上，再打开${NAME}。不能上网的电脑，可用 U 盘从别的电脑拷来。" /SD IDOK
  ${EndIf}
FunctionEnd

Section Uninstall
  !insertmacro WaitUntilClosed
  Delete "$INSTDIR\taizhang.exe"
  Delete "$INSTDIR\taizhang-cli.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\用户手册.pdf"
  Delete "$INSTDIR\许可\LICENSE-APACHE"
  Delete "$INSTDIR\许可\LICENSE-MIT"
  Delete "$INSTDIR\许可\OFL-NotoSansSC.txt"
  Delete "$INSTDIR\许可\OFL-NotoSerifSC.txt"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR\许可"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}用户手册.lnk"

  ReadRegStr $0 HKCU "${CLASSES}\.taizhang" ""
  ${If} $0 == "${DATA_FILE}"
    DeleteRegKey HKCU "${CLASSES}\.taizhang"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${DATA_FILE}"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${RefreshShellIcons}
SectionEnd
