/* Owns a program for tests: hold.exe FILE MILLISECONDS COMMAND… keeps FILE from everybody else while COMMAND starts and
   for MILLISECONDS more (-1: until COMMAND ends), as an antivirus does, and ends as COMMAND ends. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

/* Adds one argument to a command line, quoted only where it must be: NSIS does not know a quoted /S. */
static void add(wchar_t *command, const wchar_t *argument)
{
    int quoted = wcspbrk(argument, L" \"") != NULL;
    wchar_t *end = command + wcslen(command);

    if (quoted)
        *end++ = L'"';
    for (; *argument; argument++) {
        if (*argument == L'"')
            *end++ = L'\\';
        *end++ = *argument;
    }
    if (quoted)
        *end++ = L'"';
    *end++ = L' ';
    *end = 0;
}

int wmain(int count, wchar_t **arguments)
{
    static wchar_t command[32768];
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION child;
    DWORD ended = 0;
    HANDLE held;
    int at;

    if (count < 4)
        return 100;
    held = CreateFileW(arguments[1], GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (held == INVALID_HANDLE_VALUE) {
        fprintf(stderr, "cannot hold: %lu\n", GetLastError());
        return 101;
    }
    for (at = 3; at < count; at++)
        add(command, arguments[at]);
    if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) {
        fprintf(stderr, "cannot start: %lu\n", GetLastError());
        return 102;
    }
    WaitForSingleObject(child.hProcess, (DWORD)_wtoi(arguments[2]));
    CloseHandle(held);
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &ended);
    return (int)ended;
}
