/* Media types, and what else headers have in that form: tokens and quoted strings of RFC 9110,
 * names and values of parameters. Each function goes on at `*next`, in a terminated text. */
#ifndef FORMATS_MEDIA_H
#define FORMATS_MEDIA_H

#include <stdbool.h>
#include <stddef.h>

/* A piece of a header's value. */
struct span {
    const char *text;
    size_t length;
};

/* Whether it is this text, but for case. */
bool span_is(struct span span, const char *text);

void skip_blanks(const char **next);

/* RFC 9110, 5.6.2. Empty where there is no token. */
struct span take_token(const char **next);

/* RFC 9110, 5.6.4, after its first quote. Returns whether it ends. */
bool skip_quoted(const char **next);

/* A media range or type: type "/" subtype. */
struct range {
    struct span type;
    struct span subtype;
};

/* Returns whether there is one. */
bool take_range(const char **next, struct range *range);

/* How closely a range names a media type: 3 in full, 2 by its type, 1 as any, 0 not at all. */
int range_closeness(struct range range, const char *media_type);

/* A parameter: name "=" value. */
struct parameter {
    struct span name;
    struct span value; /* as it stands, within its quotes */
    bool quoted;
};

/* Takes a ";" and the parameter behind it, which may be missing: then it has no name. Goes over the
 * blanks behind it.
 *
 * Returns false where there is no ";" or a parameter has no good value. */
bool take_parameter(const char **next, struct parameter *parameter);

/* Finds a parameter by its name (case is passed over) in what stands behind a media type.
 *
 * value   receives its value, without quotes and escapes, cut where it has no room.
 *
 * Returns whether it is there. */
bool parameter_find(const char *parameters, const char *name, char *value, size_t room);

/* A weight (RFC 9110, 12.4.2) in thousandths; -1 where the value is none. */
int parameter_weight(const struct parameter *parameter);

/* Goes to the comma that ends an element of a list, or to the end; commas in quotes are none. */
void skip_element(const char **next);

#endif
