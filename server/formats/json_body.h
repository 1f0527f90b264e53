/* A text in JSON that is being read: a body, whose members are the values of fields, or a part,
 * which is one value (json_reader.c, json_document.c). */
#ifndef FORMATS_JSON_BODY_H
#define FORMATS_JSON_BODY_H

#include "base/buffer.h"
#include "formats/json_matrix.h"
#include "formats/reader.h"

struct json_body {
    struct syntax syntax;
    struct reading reading;

    enum {
        BODY_START,
        BODY_MEMBERS,  /* a name, or the end */
        BODY_VALUE,    /* the value of a member */
        BODY_MATRIX,   /* in a matrix */
        BODY_LIST,     /* in a list: a matrix, or the end */
        BODY_DOCUMENT, /* in a document, whose text is collected */
        BODY_SKIPPED,  /* in a value that is passed over */
        BODY_ENDED,    /* after what counts */
    } at;
    bool over;            /* it is certain what will be answered */
    size_t field;         /* the index of the present member's */
    size_t depth;         /* outside of values: 1 in a body's object, 0 where the text is a value */
    struct operand value; /* the present one */
    struct json_matrix matrix;
    char pointer[64]; /* of the text in its body */

    /* The text of a document, from the end of its member's name on: the colon, and the value. What
     * has come since is at text_at, in the present part; NULL: nothing is collected. */
    struct buffer text;
    size_t text_length; /* also of what had no room */
    const char *text_at;
};

/* Starts to collect the text of the value that is due, a document, unless a fault has made it
 * useless; and adds what there is up to `end` in this part. */
void json_collect(struct json_body *body);
void json_collect_up_to(struct json_body *body, const char *end);

/* The document is complete: makes the value of its text. Returns false where there is no memory. */
bool json_end_document(struct json_body *body);

#endif
