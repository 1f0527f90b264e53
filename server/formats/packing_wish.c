/* Which coding an answer is wanted in: Accept-Encoding (RFC 9110, 12.5.3). */
#include "formats/media.h"
#include "formats/packing.h"

#define NOT_NAMED (-1)

/* The weights in thousandths that a header gives, NOT_NAMED where it says nothing. */
struct weights {
    int codings[CODINGS];
    int identity;
    int others; /* "*": whatever is not named */
};

/* Where a name's weight belongs; NULL for codings that are not ours. */
static int *place_of(struct weights *weights, struct span name)
{
    const struct coding *coding;

    if (span_is(name, "*"))
        return &weights->others;
    if (span_is(name, "identity"))
        return &weights->identity;
    coding = coding_named(name);
    return coding ? &weights->codings[coding - codings] : NULL;
}

/* Takes the weight behind a name, and whatever else stands there. */
static bool take_weight(const char **next, int *weight)
{
    struct parameter parameter;

    *weight = 1000;
    skip_blanks(next);
    while (**next == ';') {
        if (!take_parameter(next, &parameter))
            return false;
        if (span_is(parameter.name, "q"))
            *weight = parameter_weight(&parameter);
        if (*weight < 0)
            return false;
    }
    return **next == ',' || **next == '\0';
}

/* Passes over an element that is none. */
static void read_element(const char **next, struct weights *weights)
{
    struct span name;
    int *place;
    int weight;

    skip_blanks(next);
    name = take_token(next);
    place = place_of(weights, name);
    if (name.length > 0 && take_weight(next, &weight)) {
        if (place)
            *place = weight;
    } else {
        skip_element(next);
    }
}

static struct weights read_weights(const char *accept_encoding)
{
    struct weights weights = {.identity = NOT_NAMED, .others = NOT_NAMED};
    const char *next = accept_encoding;

    for (size_t i = 0; i < CODINGS; i++)
        weights.codings[i] = NOT_NAMED;
    while (*next != '\0') {
        read_element(&next, &weights);
        next += *next == ',';
    }
    return weights;
}

struct packing_wish packing_wished(const char *accept_encoding)
{
    struct packing_wish wish = {.plain = true};
    struct weights weights;
    int best = 1;

    if (!accept_encoding)
        return wish;
    weights = read_weights(accept_encoding);
    if (weights.identity == NOT_NAMED)
        weights.identity = weights.others;
    if (weights.identity > best)
        best = weights.identity;
    for (size_t i = 0; i < CODINGS; i++) {
        int weight = weights.codings[i] == NOT_NAMED ? weights.others : weights.codings[i];

        if (weight >= best) {
            wish.coding = &codings[i];
            best = weight;
        }
    }
    wish.plain = weights.identity != 0;
    return wish;
}
