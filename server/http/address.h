/* Addresses as --listen writes them, for the listener and for --check. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <netdb.h>
#include <stddef.h>

/* Resolves "127.0.0.1:8080", "localhost:8080" or "[::]:8080".
 *
 * error   on NULL says why not.
 *
 * Returns a list to be freed with freeaddrinfo. */
struct addrinfo *address_resolve(const char *where, char *error, size_t error_room);

#endif
