/* The values that options take, as text: how each kind is read. Pure functions, any thread. */
#ifndef BASE_OPTION_VALUE_H
#define BASE_OPTION_VALUE_H

#include <stdbool.h>
#include <stddef.h>

enum value_status { VALUE_GOOD, VALUE_MALFORMED, VALUE_OUT_OF_BOUNDS };

/* A whole number, perhaps with one of K, M, G, T after it (times 1024, 1024^2, ...; lower case will
 * do).
 *
 * value   receives it on VALUE_GOOD.
 *
 * Returns VALUE_OUT_OF_BOUNDS if it is below `least` or above `most`. */
enum value_status value_read_whole(const char *text, double least, double most, size_t *value);

/* A number with its decimals and exponent, as JSON writes it; otherwise as value_read_whole. */
enum value_status value_read_number(const char *text, double least, double most, double *value);

/* Writes a bound as value_read_whole reads it, in the largest unit that divides it: "1K", "1T",
 * "300". */
void value_write_whole(double value, char *text, size_t room);

/* Whether a text is an address to listen on: HOST:PORT, [IPV6]:PORT (a zone may follow the address)
 * or unix:PATH, short enough for a socket. Names are not looked up. */
bool value_is_address(const char *text);

/* Whether a text is "*" or a list of origins, as RFC 6454 writes them, separated by commas. */
bool value_is_origins(const char *text);

/* Whether `length` bytes are a host as it stands in a URL, without a port. */
bool value_is_host(const char *text, size_t length);

#endif
