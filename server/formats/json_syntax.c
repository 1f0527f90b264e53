/* The grammar of RFC 8259, token by token: see json_syntax.h. */
#include "formats/json_syntax.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "formats/json_grammar.h"
#include "formats/storage.h"

/* Forgets the part, whose bytes are used up and may go. */
static void let_go(struct syntax *syntax)
{
    if (syntax->end > syntax->part)
        syntax->before = syntax->end[-1];
    syntax->offset += (size_t)(syntax->end - syntax->part);
    syntax->part = syntax->at = syntax->end = syntax->readable = "";
}

void syntax_begin(struct syntax *syntax, const struct syntax_text *text, const char *within,
                  struct problem *problem)
{
    memset(syntax, 0, offsetof(struct syntax, parts));
    syntax->part = syntax->at = syntax->end = syntax->readable = "";
    syntax->line = 1;
    syntax->expects = EXPECTS_VALUE;
    syntax->text = text;
    syntax->within = within;
    syntax->problem = problem;
    syntax->levels[0] = (struct syntax_level){.index = 0};
}

void syntax_part(struct syntax *syntax, const char *bytes, size_t count)
{
    size_t zeros = 0;

    if (count <= SYNTAX_SHORT) {
        zeros = SYNTAX_ZEROS;
        memcpy(syntax->copy, bytes, count);
        memset(syntax->copy + count, 0, zeros);
        bytes = syntax->copy;
    }
    syntax->part = bytes;
    syntax->at = bytes;
    syntax->end = bytes + count;
    syntax->readable = syntax->end + zeros;
}

void syntax_complete(struct syntax *syntax)
{
    syntax->complete = true;
}

bool syntax_name_is(const struct syntax *syntax, const char *name)
{
    return !syntax->name_cut && strlen(name) == syntax->name_length &&
           memcmp(name, syntax->name, syntax->name_length) == 0;
}

/* Passes over spaces eight at a time, and stops short of the last eight bytes. Programs that write
 * a number a line indent it: byte by byte that took 3 ns a number. */
static inline const char *over_indent(const char *at, const char *end)
{
    while (end - at > 8) {
        uint64_t others;

        memcpy(&others, at, sizeof others);
        others ^= UINT64_C(0x2020202020202020);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        others = __builtin_bswap64(others);
#endif
        if (others != 0)
            return at + __builtin_ctzll(others) / 8;
        at += sizeof others;
    }
    return at;
}

/* White space is the only place where a line may end, so lines are counted here and nowhere
 * else. */
static __attribute__((noinline)) const char *over_more_white_space(struct syntax *syntax,
                                                                   const char *at)
{
    for (; at < syntax->end; at++) {
        if (*at == '\n') {
            syntax->line++;
            syntax->line_offset = syntax_offset(syntax, at) + 1;
            at = over_indent(at + 1, syntax->end) - 1;
        } else if (*at != ' ' && *at != '\r' && *at != '\t') {
            break;
        }
    }
    return at;
}

/* None, or the one space that many programs write behind a comma, is over at once. */
static inline const char *over_white_space(struct syntax *syntax, const char *at)
{
    const char *end = syntax->end;

    if (at < end && *at == ' ')
        at++;
    if (at != end && *at > ' ')
        return at;
    return over_more_white_space(syntax, at);
}

static inline bool begins_number(char byte)
{
    return byte == '-' || (byte >= '0' && byte <= '9');
}

/* The value, of which `token` is the last there is to tell, has ended. */
static enum token value_ended(struct syntax *syntax, enum token token)
{
    syntax->inside = INSIDE_NOTHING;
    syntax->expects = syntax->depth > 0 ? EXPECTS_COMMA_OR_END : EXPECTS_NOTHING;
    return token;
}

static enum token open_level(struct syntax *syntax, bool object)
{
    if (syntax->depth == LIMIT_NESTING)
        return fault_too_deep(syntax);
    syntax_open(syntax, object, syntax->token);
    syntax->at++;
    syntax->expects = object ? EXPECTS_NAME_OR_END : EXPECTS_VALUE_OR_END;
    return object ? TOKEN_OBJECT : TOKEN_ARRAY;
}

static enum token close_level(struct syntax *syntax)
{
    bool object = syntax_in_object(syntax, syntax->depth);

    syntax->token = syntax_spot(syntax, syntax->at);
    syntax->at++;
    if (object && syntax->expects == EXPECTS_COMMA_OR_END)
        syntax_pop_name(syntax);
    syntax_close(syntax);
    return value_ended(syntax, object ? TOKEN_OBJECT_END : TOKEN_ARRAY_END);
}

static enum token after_comma(struct syntax *syntax)
{
    syntax->at++;
    if (syntax_in_object(syntax, syntax->depth)) {
        syntax_pop_name(syntax);
        syntax->expects = EXPECTS_NAME;
    } else {
        syntax_level(syntax)->index++;
        syntax->expects = EXPECTS_VALUE;
    }
    return TOKEN_NOTHING;
}

static enum token number_ended(struct syntax *syntax, rowcol_status status)
{
    if (status == ROWCOL_NOT_A_NUMBER)
        return syntax->at == syntax->end ? fault_cut_off(syntax) : fault_unexpected(syntax);
    if (status == ROWCOL_OUT_OF_RANGE)
        syntax->number = INFINITY;
    return value_ended(syntax, TOKEN_NUMBER);
}

/* Goes on with a number of which a part is gone. */
static enum token number_continue(struct syntax *syntax)
{
    if (!syntax->complete) {
        if (rowcol_number_feed(&syntax->parts, &syntax->at, syntax->end) != ROWCOL_OK)
            return fault_unexpected(syntax);
        if (syntax->at == syntax->end)
            return TOKEN_MORE;
    }
    return number_ended(syntax, rowcol_number_end(&syntax->parts, &syntax->number));
}

static enum token number_begin(struct syntax *syntax)
{
    const char *next = syntax->at;
    rowcol_status status = rowcol_number_read(&next, syntax->readable, &syntax->number);

    syntax->inside = INSIDE_NUMBER;
    if (next < syntax->end) {
        syntax->at = next;
        return number_ended(syntax, status);
    }
    rowcol_number_begin(&syntax->parts);
    return number_continue(syntax);
}

static enum token word_begin(struct syntax *syntax, const char *word)
{
    syntax->inside = INSIDE_WORD;
    syntax->word = word;
    syntax->word_length = 0;
    return TOKEN_NOTHING;
}

static enum token word_continue(struct syntax *syntax)
{
    while (syntax->word[syntax->word_length] != '\0') {
        if (syntax->at == syntax->end)
            return syntax->complete ? fault_cut_off(syntax) : TOKEN_MORE;
        if (*syntax->at != syntax->word[syntax->word_length])
            return fault_unexpected(syntax);
        syntax->at++;
        syntax->word_length++;
    }
    return value_ended(syntax, syntax->word[0] == 't'   ? TOKEN_TRUE
                               : syntax->word[0] == 'f' ? TOKEN_FALSE
                                                        : TOKEN_NULL);
}

static enum token value_begin(struct syntax *syntax)
{
    syntax->token = syntax_spot(syntax, syntax->at);
    switch (*syntax->at) {
    case '{':
        return open_level(syntax, true);
    case '[':
        return open_level(syntax, false);
    case '"':
        string_begin(syntax);
        return TOKEN_NOTHING;
    case 't':
        return word_begin(syntax, "true");
    case 'f':
        return word_begin(syntax, "false");
    case 'n':
        return word_begin(syntax, "null");
    default:
        return begins_number(*syntax->at) ? number_begin(syntax) : fault_unexpected(syntax);
    }
}

static enum token name_begin(struct syntax *syntax)
{
    if (*syntax->at != '"')
        return fault_unexpected(syntax);
    syntax->token = syntax_spot(syntax, syntax->at);
    string_begin(syntax);
    return TOKEN_NOTHING;
}

static enum token string_inside(struct syntax *syntax)
{
    enum token token = string_continue(syntax);

    if (token != TOKEN_STRING)
        return token;
    if (syntax->expects == EXPECTS_VALUE || syntax->expects == EXPECTS_VALUE_OR_END)
        return value_ended(syntax, TOKEN_STRING);
    syntax->inside = INSIDE_NOTHING;
    syntax->expects = EXPECTS_COLON;
    syntax_push_name(syntax);
    return TOKEN_NAME;
}

/* At a byte between tokens that is not white space. */
static enum token between_tokens(struct syntax *syntax)
{
    bool object = syntax_in_object(syntax, syntax->depth);
    bool closes = *syntax->at == (object ? '}' : ']');

    switch (syntax->expects) {
    case EXPECTS_VALUE_OR_END:
        return closes ? close_level(syntax) : value_begin(syntax);
    case EXPECTS_VALUE:
        return value_begin(syntax);
    case EXPECTS_NAME_OR_END:
        return closes ? close_level(syntax) : name_begin(syntax);
    case EXPECTS_NAME:
        return name_begin(syntax);
    case EXPECTS_COLON:
        if (*syntax->at != ':')
            return fault_unexpected(syntax);
        syntax->at++;
        syntax->expects = EXPECTS_VALUE;
        return TOKEN_NOTHING;
    case EXPECTS_COMMA_OR_END:
        if (*syntax->at == ',')
            return after_comma(syntax);
        return closes ? close_level(syntax) : fault_unexpected(syntax);
    default:
        return fault_unexpected(syntax);
    }
}

static enum token next_token(struct syntax *syntax)
{
    switch (syntax->inside) {
    case INSIDE_STRING:
        return string_inside(syntax);
    case INSIDE_NUMBER:
        return number_continue(syntax);
    case INSIDE_WORD:
        return word_continue(syntax);
    case INSIDE_PUZZLE:
        return fault_puzzle(syntax);
    default:
        break;
    }
    syntax->at = over_white_space(syntax, syntax->at);
    if (syntax->at < syntax->end)
        return between_tokens(syntax);
    if (!syntax->complete)
        return TOKEN_MORE;
    return syntax->expects == EXPECTS_NOTHING ? TOKEN_END : fault_cut_off(syntax);
}

enum token syntax_next(struct syntax *syntax)
{
    enum token token;

    do {
        token = next_token(syntax);
    } while (token == TOKEN_NOTHING);
    if (token == TOKEN_MORE)
        let_go(syntax);
    return token;
}

/* Whether numbers are worth reading many at a time, at the first of them or behind a comma: to find
 * that there is only one costs some 10 ns, so not in narrow rows, nor where each has a line of its
 * own. */
static inline bool are_in_row(const char *at, size_t commas, size_t room)
{
    return room >= STORAGE_ROW_LEAST && (commas == 0 || at[-1] == ',' || at[-2] == ',');
}

size_t syntax_numbers(struct syntax *syntax, double *to, size_t room)
{
    const char *at = syntax->at;
    const char *end = syntax->end;
    bool after_number = syntax->expects == EXPECTS_COMMA_OR_END;
    size_t count = 0;
    size_t commas = 0;

    if (syntax->inside != INSIDE_NOTHING)
        return 0;
    for (;;) {
        const char *next;

        at = over_white_space(syntax, at);
        if (after_number) {
            if (at == end || *at != ',')
                break;
            commas++;
            after_number = false;
            at = over_white_space(syntax, at + 1);
        }
        if (count == room || at == end || !begins_number(*at))
            break;
        if (are_in_row(at, commas, room - count)) {
            size_t read = rowcol_numbers_read(&at, syntax->readable, &to[count], room - count);

            count += read;
            commas += read;
            if (read > 0)
                continue;
        }
        next = at;
        /* A number that ends where the part ends may go on in the next. */
        if (rowcol_number_read(&next, syntax->readable, &to[count]) != ROWCOL_OK || next == end)
            break;
        at = next;
        count++;
        after_number = true;
    }
    syntax->at = at;
    syntax_level(syntax)->index += commas;
    if (after_number)
        syntax->expects = EXPECTS_COMMA_OR_END;
    else if (commas > 0)
        syntax->expects = EXPECTS_VALUE;
    return count;
}

/* Over "],["; NULL where that is not what comes next. */
static const char *over_turn(struct syntax *syntax, const char *at)
{
    static const char turn[] = "],[";
    const size_t length = sizeof turn - 1;

    if ((size_t)(syntax->end - at) >= length && memcmp(at, turn, length) == 0)
        return at + length;
    for (size_t i = 0; i < length; i++, at++) {
        at = over_white_space(syntax, at);
        if (at == syntax->end || *at != turn[i])
            return NULL;
    }
    return at;
}

bool syntax_turn(struct syntax *syntax)
{
    const char *at;
    size_t line = syntax->line;
    size_t line_offset = syntax->line_offset;

    if (syntax->inside != INSIDE_NOTHING || syntax->expects != EXPECTS_COMMA_OR_END)
        return false;
    at = over_turn(syntax, syntax->at);
    if (at == NULL) {
        syntax->line = line;
        syntax->line_offset = line_offset;
        return false;
    }
    syntax->token = syntax_spot(syntax, at - 1);
    syntax->at = at;
    syntax->expects = EXPECTS_VALUE_OR_END;
    syntax_close(syntax);
    syntax_level(syntax)->index++;
    syntax_open(syntax, false, syntax->token);
    return true;
}
