#include "http/address.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

struct addrinfo *address_resolve(const char *where, char *error, size_t error_room)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    const char *colon = strrchr(where, ':');
    size_t length = colon ? (size_t)(colon - where) : 0;
    char host[256];
    int failure;

    if (length >= 2 && where[0] == '[' && where[length - 1] == ']') {
        where++;
        length -= 2;
    }
    if (!colon || length >= sizeof host) {
        snprintf(error, error_room, "'%.100s' is not an address with a port", where);
        return NULL;
    }
    memcpy(host, where, length);
    host[length] = '\0';
    failure = getaddrinfo(length > 0 ? host : NULL, colon + 1, &hints, &found);
    if (failure) {
        snprintf(error, error_room, "can't resolve '%.100s': %s", host, gai_strerror(failure));
        return NULL;
    }
    return found;
}
