/* Owns a stand-in for bcryptprimitives.dll, which the wine of Debian lacks and every Rust program asks for random bytes.
   For tests under wine alone; never shipped. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    const ULONG most = 1 << 28;
    while (count > 0) {
        ULONG part = count > most ? most : (ULONG)count;
        if (!SystemFunction036(bytes, part))
            return FALSE;
        bytes += part;
        count -= part;
    }
    return TRUE;
}
