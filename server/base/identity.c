#include "base/identity.h"

#include <stdint.h>
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

static uint64_t draw(void)
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

void identity_make(char uuid[IDENTITY_ROOM])
{
    static const char digits[] = "0123456789abcdef";
    uint64_t halves[2] = {(draw() & ~0xf000ull) | 0x4000, (draw() & ~(3ull << 62)) | (2ull << 62)};
    char *to = uuid;

    for (int i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            *to++ = '-';
        *to++ = digits[(halves[i / 16] >> (60 - 4 * (i % 16))) & 15];
    }
    *to = '\0';
}
