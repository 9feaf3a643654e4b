/* Owns a program for tests: message.exe TITLE WORD PROGRAM starts PROGRAM, waits for its message box TITLE, closes it, and
   ends with 0 when its text held WORD and PROGRAM ended by itself afterwards. */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define TEXT_OF_A_MESSAGE_BOX 0xFFFF

int wmain(int count, wchar_t **arguments)
{
    static wchar_t text[4096];
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION child;
    HWND box = NULL;

    if (count != 4 || !CreateProcessW(arguments[3], NULL, NULL, NULL, FALSE, 0, NULL, NULL, &start, &child))
        return 100;
    while (box == NULL) {
        if (WaitForSingleObject(child.hProcess, 100) == WAIT_OBJECT_0)
            return 101;
        box = FindWindowW(L"#32770", arguments[1]);
    }
    GetDlgItemTextW(box, TEXT_OF_A_MESSAGE_BOX, text, sizeof text / sizeof *text);
    PostMessageW(box, WM_COMMAND, IDOK, 0);
    WaitForSingleObject(child.hProcess, INFINITE);
    return wcsstr(text, arguments[2]) ? 0 : 102;
}
