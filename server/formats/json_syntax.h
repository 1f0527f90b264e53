/* The grammar of JSON (RFC 8259) as a machine that takes text in parts and gives it out token by
 * token.
 *
 * It calls itself nowhere, keeps one bit for each level of nesting, and no text but a name. A
 * number or a string may be cut at any byte; the tokens, the places and the faults are the same
 * wherever the text is cut. */
#ifndef FORMATS_JSON_SYNTAX_H
#define FORMATS_JSON_SYNTAX_H

#include <rowcol/number.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "base/problem.h"
#include "base/utf8.h"

enum token {
    TOKEN_NOTHING, /* nothing to tell yet; syntax_next never returns it */
    TOKEN_MORE,    /* the part is used up */
    TOKEN_FAULT,   /* the text is not JSON: the problem says why */
    TOKEN_END,     /* the text is complete */
    TOKEN_OBJECT,
    TOKEN_OBJECT_END,
    TOKEN_ARRAY,
    TOKEN_ARRAY_END,
    TOKEN_NAME,   /* of a member: `name` */
    TOKEN_STRING, /* its text is not kept */
    TOKEN_NUMBER, /* `number` */
    TOKEN_TRUE,
    TOKEN_FALSE,
    TOKEN_NULL,
};

/* An array or object that is open. */
struct syntax_level {
    struct spot start;
    size_t index; /* of an array's element that is being read or was read last */
};

/* Levels that are kept with index and start: more would not fit into a pointer. */
#define SYNTAX_LEVELS (PLACE_POINTER_ROOM / 2)

/* Letters of a word that are collected so that a fault can say what was meant ("-Infinity"). */
#define SYNTAX_PUZZLE 16

/* A short part is copied once, zeros behind it, so that its numbers are read the quick way up to
 * the last: otherwise each within 64 bytes of the end is copied by itself, and in a small request
 * that is every number (1,000 instructions of 8,500). */
#define SYNTAX_SHORT 512
#define SYNTAX_ZEROS 64

/* What a text is, for the wording of faults. */
struct syntax_text {
    const char *name;    /* "body" */
    const char *value;   /* what it should be: "a JSON object" */
    const char *example; /* of that */
};

struct syntax {
    /* What the last token was. */
    struct spot token;  /* its first byte */
    double number;      /* infinite where it is out of range */
    size_t name_length; /* of `name` */
    bool name_cut;      /* there was no room for all of it */

    /* The part that is being read. */
    const char *part, *at, *end;
    const char *readable; /* what is behind the end is zeros as far as here */
    size_t offset;        /* of the part's first byte in the body */
    char before;          /* the byte before it; 0 at the start */
    bool complete;        /* no part follows */

    /* Where in the text this is. */
    size_t line;
    size_t line_offset; /* of the line's first byte in the body */

    enum {
        EXPECTS_VALUE,
        EXPECTS_VALUE_OR_END, /* after [ */
        EXPECTS_NAME,
        EXPECTS_NAME_OR_END, /* after { */
        EXPECTS_COLON,
        EXPECTS_COMMA_OR_END,
        EXPECTS_NOTHING, /* the text's value is complete */
    } expects;
    enum { INSIDE_NOTHING, INSIDE_STRING, INSIDE_NUMBER, INSIDE_WORD, INSIDE_PUZZLE } inside;

    /* What is open. Of `levels` the first stands for the text itself, the last for all that are not
     * kept. */
    size_t depth;
    unsigned char objects[(LIMIT_NESTING + 8) / 8]; /* a bit for each depth: is it an object? */
    size_t names_length;                            /* of `names` */
    size_t names_cut; /* the depth from which on names are not kept; 0: all are */

    /* Inside a string. */
    enum { STRING_PLAIN, STRING_SEQUENCE, STRING_ESCAPE, STRING_HEX } string;
    struct utf8 sequence;
    struct spot sequence_start;
    int hex_left;
    unsigned hex;
    unsigned high_surrogate; /* the first half of a pair whose second half may follow; 0: none */
    bool lone_half;          /* some string so far had half a pair: legal, but not for jansson */

    /* Inside true, false or null: the word, and how much of it is there. */
    const char *word;
    size_t word_length;

    /* Inside text that can't be right, until it is clear what it is. */
    size_t puzzle_length;

    const struct syntax_text *text;
    const char *within; /* the pointer of the text in its body */
    struct problem *problem;

    /* From here on nothing is read before it was written, and nothing is cleared at the start: 6
     * KiB for each request. */
    rowcol_number_parts parts;      /* inside a number that is cut by the end of a part */
    char name[LIMIT_MEMBER_NAME];   /* UTF-8; halves of surrogate pairs and NUL show as U+FFFD */
    char names[PLACE_POINTER_ROOM]; /* of the open objects' members, escaped, each after a slash */
    char puzzle[SYNTAX_PUZZLE + 1];
    struct syntax_level levels[SYNTAX_LEVELS + 2];
    char copy[SYNTAX_SHORT + SYNTAX_ZEROS]; /* of a short part, and zeros */
};

/* Starts a text, in memory that may hold anything; all is borrowed. A fault of syntax replaces what
 * `problem` says by then.
 *
 * within   the pointer of the text in its body, before all of its own. */
void syntax_begin(struct syntax *syntax, const struct syntax_text *text, const char *within,
                  struct problem *problem);

/* Hands over the next part, which must stay until syntax_next returns TOKEN_MORE. */
void syntax_part(struct syntax *syntax, const char *bytes, size_t count);

/* Says that no part follows: syntax_next then leads to TOKEN_END or TOKEN_FAULT. */
void syntax_complete(struct syntax *syntax);

/* The next token. After TOKEN_FAULT and TOKEN_END it must not be called again. */
enum token syntax_next(struct syntax *syntax);

/* The fast path through the elements of an array: reads numbers and the commas between them.
 *
 * to     receives the numbers.
 * room   the most numbers that are read.
 *
 * Returns how many were. Stops early at all else (the array's end, other values, faults, the end of
 * the part, numbers out of range), which syntax_next then tells of. To be called inside an array
 * only. */
size_t syntax_numbers(struct syntax *syntax, double *to, size_t room);

/* Goes from the end of an array, which stands in an array, to the first element of the next: over
 * "],[". Narrow matrices consist of little else: token by token that took 35 ns a row, and takes 12
 * here.
 *
 * Returns false, with nothing done, where anything else comes next in this part. */
bool syntax_turn(struct syntax *syntax);

/* Whether the last name is this one. */
bool syntax_name_is(const struct syntax *syntax, const char *name);

/* The place of the token that syntax_next has just returned: its first byte, and the pointer of the
 * value that it is, begins or ends, or of the member that it names. */
void syntax_place(const struct syntax *syntax, enum token token, struct place *place);

#endif
