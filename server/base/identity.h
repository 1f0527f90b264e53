/* Names for requests: random UUIDs (RFC 9562, version 4). */
#ifndef BASE_IDENTITY_H
#define BASE_IDENTITY_H

#include <stdint.h>

#define IDENTITY_ROOM 37

/* Writes a new one, terminated. Unique rather than secret: a generator a thread, seeded by the
 * system. Any thread. */
void identity_make(char uuid[IDENTITY_ROOM]);

/* 64 bits of the same generator. Any thread. */
uint64_t identity_number(void);

#endif
