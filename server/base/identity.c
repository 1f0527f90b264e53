#include "base/identity.h"

#include <endian.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* SplitMix64 (Steele, Lea and Flood 2014): one word of state, every value once. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t identity_number(void)
{
    static _Thread_local uint64_t states[2];
    struct timespec now;

    if (states[0] == 0 && getrandom(states, sizeof states, 0) != sizeof states) {
        clock_gettime(CLOCK_REALTIME, &now);
        states[0] = (uint64_t)now.tv_nsec ^ ((uint64_t)now.tv_sec << 30);
        states[1] = (uint64_t)(uintptr_t)&states;
    }
    return next(&states[0]) ^ next(&states[1]);
}

/* Sixteen hexadecimal digits, all at once: each half-byte in a byte of its own, then to its
 * character. Digit by digit a UUID took 600 instructions, and so 100. */
static void write_digits(uint64_t value, char digits[16])
{
    for (int half = 0; half < 2; half++) {
        uint64_t spread = half == 0 ? value >> 32 : value & 0xffffffff;
        uint64_t letters;

        spread = (spread | spread << 16) & 0x0000ffff0000ffff;
        spread = (spread | spread << 8) & 0x00ff00ff00ff00ff;
        spread = (spread | spread << 4) & 0x0f0f0f0f0f0f0f0f;
        letters = ((spread + 0x0606060606060606) >> 4) & 0x0101010101010101;
        spread += 0x3030303030303030 + letters * ('a' - '0' - 10);
        spread = htobe64(spread);
        memcpy(digits + 8 * half, &spread, sizeof spread);
    }
}

void identity_make(char uuid[IDENTITY_ROOM])
{
    char digits[32];

    write_digits((identity_number() & ~0xf000ull) | 0x4000, digits);
    write_digits((identity_number() & ~(3ull << 62)) | (2ull << 62), digits + 16);
    memcpy(uuid, "00000000-0000-0000-0000-000000000000", IDENTITY_ROOM);
    memcpy(uuid, digits, 8);
    memcpy(uuid + 9, digits + 8, 4);
    memcpy(uuid + 14, digits + 12, 4);
    memcpy(uuid + 19, digits + 16, 4);
    memcpy(uuid + 24, digits + 20, 12);
}
