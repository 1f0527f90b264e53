#include "base/option_value.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <rowcol/number.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Units of 1024, each 1024 times the one before. */
static const char units[] = "KMGT";

/* --- Numbers ---------------------------------------------------------------------------------- */

/* How many bits a unit shifts by; -1 if the text is none. */
static int unit_shift(const char *text)
{
    const char *unit;

    if (*text == '\0')
        return 0;
    unit = strchr(units, toupper((unsigned char)*text));
    return unit && text[1] == '\0' ? 10 * (int)(unit - units + 1) : -1;
}

enum value_status value_read_whole(const char *text, double least, double most, size_t *value)
{
    size_t digits = strspn(text, DIGITS);
    int shift = unit_shift(text + digits);
    size_t number = 0;
    bool overflow = false;

    if (digits == 0 || shift < 0)
        return VALUE_MALFORMED;
    for (size_t i = 0; i < digits; i++)
        overflow |= __builtin_mul_overflow(number, 10, &number) ||
                    __builtin_add_overflow(number, (size_t)(text[i] - '0'), &number);
    overflow |= __builtin_mul_overflow(number, (size_t)1 << shift, &number);
    if (overflow || (double)number < least || (double)number > most)
        return VALUE_OUT_OF_BOUNDS;
    *value = number;
    return VALUE_GOOD;
}

enum value_status value_read_number(const char *text, double least, double most, double *value)
{
    const char *at = text;
    double number = 0;
    rowcol_status status = rowcol_number_read(&at, text + strlen(text), &number);

    if (status == ROWCOL_NOT_A_NUMBER || *at != '\0')
        return VALUE_MALFORMED;
    if (status == ROWCOL_OUT_OF_RANGE || number < least || number > most)
        return VALUE_OUT_OF_BOUNDS;
    *value = number;
    return VALUE_GOOD;
}

void value_write_whole(double value, char *text, size_t room)
{
    size_t number = (size_t)value;
    size_t unit = 0;

    while (number > 0 && number % 1024 == 0 && unit < strlen(units)) {
        number /= 1024;
        unit++;
    }
    snprintf(text, room, "%zu%.1s", number, unit > 0 ? &units[unit - 1] : "");
}

/* --- Addresses, origins and hosts ------------------------------------------------------------- */

static bool is_port(const char *text)
{
    size_t port;

    return text[strspn(text, DIGITS)] == '\0' && strlen(text) <= 5 &&
           value_read_whole(text, 0, 65535, &port) == VALUE_GOOD;
}

/* An IPv6 address, as it stands between brackets. */
static bool is_ipv6(const char *text, size_t length)
{
    char address[INET6_ADDRSTRLEN];
    struct in6_addr binary;
    const char *zone = memchr(text, '%', length);

    if (zone)
        length = (size_t)(zone - text);
    if (length >= sizeof address)
        return false;
    memcpy(address, text, length);
    address[length] = '\0';
    return inet_pton(AF_INET6, address, &binary) == 1;
}

bool value_is_host(const char *text, size_t length)
{
    if (length > 2 && text[0] == '[' && text[length - 1] == ']')
        return is_ipv6(text + 1, length - 2);
    return length > 0 && length < 256 && strspn(text, LETTERS DIGITS "-._") >= length;
}

bool value_is_address(const char *text)
{
    const char *colon = strrchr(text, ':');

    if (strncmp(text, "unix:", 5) == 0)
        return text[5] != '\0' && strlen(text + 5) < sizeof((struct sockaddr_un *)0)->sun_path;
    return colon && is_port(colon + 1) && value_is_host(text, (size_t)(colon - text));
}

/* An origin: a scheme, a host and perhaps a port, and nothing after them, not even a slash. */
static bool is_origin(const char *text, size_t length)
{
    size_t scheme = strspn(text, LETTERS DIGITS "+-.");
    const char *host = text + scheme + 3;
    size_t host_length;

    if (scheme == 0 || scheme + 3 >= length || strncmp(text + scheme, "://", 3) != 0)
        return false;
    length -= scheme + 3;
    host_length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":,");
    if (host_length >= length)
        return host_length == length && value_is_host(host, length);
    return value_is_host(host, host_length) && host[host_length] == ':' &&
           host_length + 1 < length &&
           strspn(host + host_length + 1, DIGITS) == length - host_length - 1;
}

bool value_is_origins(const char *text)
{
    if (strcmp(text, "*") == 0)
        return true;
    for (;;) {
        size_t length = strcspn(text, ",");

        if (!is_origin(text, length))
            return false;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}
