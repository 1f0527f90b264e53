/* What to say of text that is not JSON. People paste Python, JavaScript and word processors'
 * quotes: each gets the sentence that helps. All of this runs once in a request's life, and only in
 * bad ones. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "formats/json_grammar.h"

#define WORDS_ROOM 160

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool in_word(char byte)
{
    return is_digit(byte) || byte == '_' || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

static bool expects_value(const struct syntax *syntax)
{
    return syntax->expects == EXPECTS_VALUE || syntax->expects == EXPECTS_VALUE_OR_END;
}

/* Whether the pointer names a member or element that is being read or due, not what is around
 * it. */
static bool at_element(const struct syntax *syntax)
{
    return expects_value(syntax) || syntax->expects == EXPECTS_COLON;
}

/* Sets the problem. Syntax wins over whatever was said of the meaning. */
static enum token tell(struct syntax *syntax, enum problem_kind kind, struct spot spot,
                       bool element, const char *format, ...) __attribute__((format(printf, 5, 6)));

static enum token tell(struct syntax *syntax, enum problem_kind kind, struct spot spot,
                       bool element, const char *format, ...)
{
    struct problem *problem = syntax->problem;
    char text[PROBLEM_DETAIL_ROOM];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    problem_clear(problem);
    problem_set(problem, kind, "Line %zu, column %zu: %s", spot.line, spot.column, text);
    problem->place.line = spot.line;
    problem->place.column = spot.column;
    syntax_pointer(syntax, element, problem->place.pointer);
    return TOKEN_FAULT;
}

/* What could stand here, as the object of a sentence. */
static const char *expected(const struct syntax *syntax)
{
    bool object = syntax_in_object(syntax, syntax->depth);

    switch (syntax->expects) {
    case EXPECTS_VALUE:
        return syntax->depth == 0 ? syntax->text->value : "a value";
    case EXPECTS_VALUE_OR_END:
        return "a value or ']'";
    case EXPECTS_NAME:
        return "the name of a member in double quotes";
    case EXPECTS_NAME_OR_END:
        return "the name of a member in double quotes, or '}',";
    case EXPECTS_COLON:
        return "':' after the member's name";
    case EXPECTS_COMMA_OR_END:
        return object ? "',' or '}'" : "',' or ']'";
    default:
        return "the end";
    }
}

/* Says of the innermost array or object where it began. */
static void open_words(const struct syntax *syntax, char words[WORDS_ROOM])
{
    size_t depth = syntax->depth < SYNTAX_LEVELS ? syntax->depth : SYNTAX_LEVELS;
    struct spot start = syntax->levels[depth].start;
    const char *kind = syntax_in_object(syntax, depth) ? "object" : "array";

    if (depth == 0)
        words[0] = '\0';
    else
        snprintf(words, WORDS_ROOM, "The %s that began at line %zu, column %zu is not closed.",
                 kind, start.line, start.column);
}

/* What a stray byte tells of what its writer meant. A byte of 0 stands for any. */
struct hint {
    const char *bytes;
    unsigned where; /* bits of `expects` */
    const char *text;
};

#define AT(expects) (1u << (expects))
#define AT_VALUE (AT(EXPECTS_VALUE) | AT(EXPECTS_VALUE_OR_END))
#define AT_NAME (AT(EXPECTS_NAME) | AT(EXPECTS_NAME_OR_END))
#define AT_COMMA AT(EXPECTS_COMMA_OR_END)
#define AT_MEMBER (1u << 30)  /* a value after a name's colon */
#define AT_ELEMENT (1u << 31) /* a value after an element's comma */
#define ANYWHERE (~0u)

static const struct hint hints[] = {
    {"'", AT_VALUE | AT_NAME,
     "JSON has no single quotes: strings and names stand in double quotes."},
    {"`", AT_VALUE | AT_NAME, "Strings and names stand in double quotes."},
    {"]", AT_ELEMENT, "JSON allows no comma after the last element."},
    {"}", AT(EXPECTS_NAME), "JSON allows no comma after the last member."},
    {"}", AT_MEMBER | AT(EXPECTS_COLON), "The member has a name, but no value."},
    {",", AT(EXPECTS_COLON), "The member has a name, but no value."},
    {"=", AT(EXPECTS_COLON), "A name and its value are joined by a colon, not by an equals sign."},
    {",", AT_VALUE | AT_NAME, "There is a comma too many, or something is missing before it."},
    {"+", AT_VALUE, "JSON writes no plus before a number: 1, not +1."},
    {".", AT_VALUE, "JSON numbers begin with a digit: 0.5, not .5."},
    {"/#", ANYWHERE, "JSON has no comments."},
    {"(", AT_VALUE, "Rows and matrices stand in square brackets."},
    {";", AT_COMMA, "Elements and rows are separated by commas."},
    {"\"{[-0123456789", AT_COMMA, "A comma is missing before it."},
    {"\"{[-0123456789", AT(EXPECTS_COLON), "A colon is missing before it."},
    {"0123456789", AT_NAME, "Names of members stand in double quotes, also numbers."},
    {"{", AT(EXPECTS_NOTHING), "One object is all that is read; nothing may follow it."},
};

static unsigned bits_here(const struct syntax *syntax)
{
    if (syntax->expects != EXPECTS_VALUE || syntax->depth == 0)
        return AT(syntax->expects);
    return AT(EXPECTS_VALUE) | (syntax_in_object(syntax, syntax->depth) ? AT_MEMBER : AT_ELEMENT);
}

static const char *hint_for(const struct syntax *syntax, char byte)
{
    unsigned here = bits_here(syntax);

    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        if (byte != '\0' && strchr(hints[i].bytes, byte) != NULL && (hints[i].where & here) != 0)
            return hints[i].text;
    if ((here & AT_NAME) != 0 && in_word(byte))
        return "Names of members stand in double quotes: {\"a\": ...}, not {a: ...}.";
    if (syntax->expects == EXPECTS_NOTHING)
        return "Nothing may follow the value.";
    return "";
}

/* "'x'", or the code of what can't be shown. */
static void byte_words(char byte, char words[WORDS_ROOM])
{
    if (byte > 0x20 && byte < 0x7F)
        snprintf(words, WORDS_ROOM, byte == '\'' ? "a single quote" : "'%c'", byte);
    else if (byte == ' ')
        snprintf(words, WORDS_ROOM, "a space");
    else
        snprintf(words, WORDS_ROOM, "the control character U+%04X", (unsigned char)byte);
}

static enum token stray_byte(struct syntax *syntax)
{
    struct spot spot = syntax_spot(syntax, syntax->at);
    char byte = *syntax->at;
    char found[WORDS_ROOM];
    char open[WORDS_ROOM];
    const char *more = hint_for(syntax, byte);

    byte_words(byte, found);
    if (syntax->expects == EXPECTS_COMMA_OR_END && (byte == ']' || byte == '}')) {
        open_words(syntax, open);
        more = open;
    }
    return tell(syntax, PROBLEM_MALFORMED_JSON, spot, at_element(syntax),
                "%s stands where %s was expected.%s%s", found, expected(syntax),
                *more != '\0' ? " " : "", more);
}

/* A number goes on in a way that JSON's numbers do not, after the byte `before`. */
static const char *number_hint(char before, char byte)
{
    if (before == '-')
        return byte == '.' ? "a number begins with a digit: -0.5, not -.5."
                           : "a minus must be followed by a digit.";
    if (before == '.')
        return "a decimal point must be followed by a digit: 1.0 or 1, not \"1.\".";
    return "an exponent must have digits: 1e5, 1e-5.";
}

/* Something touches the end of a complete number. */
static const char *touching_hint(char byte)
{
    if (is_digit(byte))
        return "a number has no leading zeros: 7, not 07.";
    if (byte == '.')
        return "a number has one decimal point at most.";
    if (byte == 'x' || byte == 'X')
        return "JSON's numbers are decimal, so hexadecimal ones are not allowed.";
    if (byte == '_')
        return "digits can't be grouped: 1000000, not 1_000_000.";
    if (byte == '/')
        return "JSON has neither fractions (write 0.5 for 1/2) nor comments.";
    if (byte == '+' || byte == '-' || byte == '*' || byte == '^')
        return "JSON has numbers only, and does not compute.";
    return "a number consists of digits, one decimal point and an exponent, as in -1.5e3.";
}

static bool touches_number(const struct syntax *syntax, char byte)
{
    return syntax->inside == INSIDE_NOTHING &&
           (syntax->expects == EXPECTS_COMMA_OR_END || syntax->expects == EXPECTS_NOTHING) &&
           is_digit(syntax_before(syntax, syntax->at)) &&
           (in_word(byte) || (byte != '\0' && strchr(".+-*/^", byte) != NULL));
}

static enum token bad_number(struct syntax *syntax, const char *hint)
{
    struct spot spot = syntax_spot(syntax, syntax->at);
    char found[WORDS_ROOM];

    byte_words(*syntax->at, found);
    return tell(syntax, PROBLEM_MALFORMED_JSON, spot, true,
                "%s can't stand inside a number here: %s", found, hint);
}

/* Collects what follows, beginning with what stood before: the place of the fault is here. */
static enum token puzzle_begin(struct syntax *syntax, const char *before, size_t length)
{
    syntax->token = syntax_spot(syntax, syntax->at);
    syntax->inside = INSIDE_PUZZLE;
    memcpy(syntax->puzzle, before, length);
    syntax->puzzle_length = length;
    syntax->sequence.left = 0;
    return TOKEN_NOTHING;
}

enum token fault_unexpected(struct syntax *syntax)
{
    char byte = *syntax->at;
    char before = syntax_before(syntax, syntax->at);

    if ((byte & 0x80) != 0)
        return puzzle_begin(syntax, "", 0);
    if (syntax->inside == INSIDE_WORD)
        return puzzle_begin(syntax, syntax->word, syntax->word_length);
    if (syntax->inside == INSIDE_NUMBER && before == '-' && in_word(byte))
        return puzzle_begin(syntax, "-", 1);
    if (syntax->inside == INSIDE_NUMBER)
        return bad_number(syntax, number_hint(before, byte));
    if (touches_number(syntax, byte))
        return bad_number(syntax, touching_hint(byte));
    if (expects_value(syntax) && in_word(byte))
        return puzzle_begin(syntax, "", 0);
    return stray_byte(syntax);
}

/* Words that stand for values elsewhere. */
static const struct {
    const char *word;
    const char *hint;
} word_hints[] = {
    {"nan",
     "JSON has no NaN: every entry of a matrix is a finite number. (Python writes NaN unless "
     "json.dumps is told allow_nan=False.)"},
    {"infinity", "JSON has no infinity: every entry of a matrix is a finite number. (Python writes "
                 "Infinity unless json.dumps is told allow_nan=False.)"},
    {"inf", "JSON has no infinity: every entry of a matrix is a finite number."},
    {"true", "JSON writes true in small letters. (Python's json.dumps does so.)"},
    {"false", "JSON writes false in small letters. (Python's json.dumps does so.)"},
    {"none", "JSON writes null for Python's None; json.dumps does so."},
    {"null", "JSON writes null in small letters."},
    {"nil", "JSON writes null."},
    {"undefined", "JSON has no undefined: leave the member out."},
};

static enum token word_fault(struct syntax *syntax)
{
    const char *word = syntax->puzzle;
    const char *hint = "The only words in JSON are true, false and null; text stands in double "
                       "quotes.";

    syntax->puzzle[syntax->puzzle_length] = '\0';
    for (size_t i = 0; i < sizeof word_hints / sizeof word_hints[0]; i++)
        if (strcasecmp(word + (*word == '-'), word_hints[i].word) == 0)
            hint = word_hints[i].hint;
    return tell(syntax, PROBLEM_MALFORMED_JSON, syntax->token, true, "%s is not a JSON value. %s",
                word, hint);
}

/* Characters that look like, or hide between, those of JSON. */
static const struct {
    unsigned first, last;
    const char *hint;
} character_hints[] = {
    {0x00A0, 0x00A0, "White space in JSON is space, tab and line break, not the no-break space."},
    {0x2000, 0x200D, "White space in JSON is space, tab and line break only."},
    {0x2010, 0x2015, "The minus of JSON is the plain hyphen, -."},
    {0x2018, 0x201B, "Typographic quotes are no quotes to JSON: use the plain double quote, \"."},
    {0x201C, 0x201F, "Typographic quotes are no quotes to JSON: use the plain double quote, \"."},
    {0x2026, 0x2026, "The dots were perhaps meant to be replaced by numbers."},
    {0x2212, 0x2212, "The minus of JSON is the plain hyphen, -."},
    {0x3000, 0x3000, "White space in JSON is space, tab and line break only."},
    {0xFEFF, 0xFEFF, "A byte order mark can't stand here."},
    {0xFF0C, 0xFF0C, "The comma of JSON is the plain one."},
};

static enum token character_fault(struct syntax *syntax)
{
    unsigned character = syntax->sequence.character;
    const char *hint = "Outside of strings JSON has plain ASCII only.";

    if (character == 0xFEFF && syntax->token.line == 1 && syntax->token.column == 1)
        return tell(syntax, PROBLEM_MALFORMED_JSON, syntax->token, false,
                    "the %s begins with a byte order mark (U+FEFF, the bytes EF BB BF). JSON is "
                    "sent without one: save the text as UTF-8 without a byte order mark.",
                    syntax->text->name);
    for (size_t i = 0; i < sizeof character_hints / sizeof character_hints[0]; i++)
        if (character >= character_hints[i].first && character <= character_hints[i].last)
            hint = character_hints[i].hint;
    return tell(syntax, PROBLEM_MALFORMED_JSON, syntax->token, at_element(syntax),
                "the character %.*s (U+%04X) stands where %s was expected. %s",
                (int)syntax->puzzle_length, syntax->puzzle, character, expected(syntax), hint);
}

/* Takes a byte of the character that a puzzle is; false where it is not UTF-8. */
static bool puzzle_sequence(struct syntax *syntax, unsigned char byte)
{
    bool good = syntax->puzzle_length == 0 ? utf8_begin(&syntax->sequence, byte)
                                           : utf8_continue(&syntax->sequence, byte);

    syntax->puzzle[syntax->puzzle_length++] = (char)byte;
    return good;
}

static enum token puzzle_character(struct syntax *syntax)
{
    do {
        if (syntax->at == syntax->end)
            return syntax->complete ? fault_utf8(syntax, syntax->token) : TOKEN_MORE;
        if (!puzzle_sequence(syntax, (unsigned char)*syntax->at))
            return fault_utf8(syntax, syntax->token);
        syntax->at++;
    } while (syntax->sequence.left > 0);
    return character_fault(syntax);
}

enum token fault_puzzle(struct syntax *syntax)
{
    char first = syntax->puzzle_length == 0 ? *syntax->at : syntax->puzzle[0];

    if ((first & 0x80) != 0)
        return puzzle_character(syntax);
    for (; syntax->puzzle_length < SYNTAX_PUZZLE; syntax->at++) {
        if (syntax->at == syntax->end && !syntax->complete)
            return TOKEN_MORE;
        if (syntax->at == syntax->end || !in_word(*syntax->at))
            break;
        syntax->puzzle[syntax->puzzle_length++] = *syntax->at;
    }
    return word_fault(syntax);
}

enum token fault_cut_off(struct syntax *syntax)
{
    struct spot spot = syntax_spot(syntax, syntax->end);
    char open[WORDS_ROOM];

    if (syntax->inside == INSIDE_STRING && syntax->string == STRING_SEQUENCE)
        return fault_utf8(syntax, syntax->sequence_start);
    if (syntax->inside == INSIDE_STRING)
        return tell(syntax, PROBLEM_MALFORMED_JSON, spot, at_element(syntax),
                    "the %s ends inside the string that began at line %zu, column %zu: its "
                    "closing double quote is missing.",
                    syntax->text->name, syntax->token.line, syntax->token.column);
    open_words(syntax, open);
    if (syntax->inside != INSIDE_NOTHING)
        return tell(syntax, PROBLEM_MALFORMED_JSON, spot, true,
                    "the %s ends in the middle of the %s that began at line %zu, column %zu. %s",
                    syntax->text->name, syntax->inside == INSIDE_NUMBER ? "number" : "word",
                    syntax->token.line, syntax->token.column, open);
    if (syntax->depth == 0)
        return tell(syntax, PROBLEM_MALFORMED_JSON, spot, false,
                    "the %s is empty%s. It should be %s, such as %s.", syntax->text->name,
                    syntax->offset == 0 ? "" : " but for white space", syntax->text->value,
                    syntax->text->example);
    return tell(syntax, PROBLEM_MALFORMED_JSON, spot, at_element(syntax),
                "the %s ends where %s was expected: it was cut off, or brackets are missing. %s",
                syntax->text->name, expected(syntax), open);
}

enum token fault_too_deep(struct syntax *syntax)
{
    return tell(syntax, PROBLEM_TOO_DEEP, syntax->token, true,
                "arrays and objects are nested here more than %d levels deep.", LIMIT_NESTING);
}

enum token fault_utf8(struct syntax *syntax, struct spot spot)
{
    if (spot.line == 1 && spot.column == 1)
        return tell(syntax, PROBLEM_INVALID_UTF_8, spot, false,
                    "the %s does not begin with UTF-8, in which JSON is sent. Perhaps it is "
                    "UTF-16 with its byte order mark: save the text as UTF-8.",
                    syntax->text->name);
    return tell(syntax, PROBLEM_INVALID_UTF_8, spot, at_element(syntax),
                "the bytes that begin here are not UTF-8, in which JSON is sent. Perhaps the text "
                "is in Latin-1 or another old encoding: save it as UTF-8.");
}

enum token fault_in_string(struct syntax *syntax, unsigned char byte)
{
    struct spot spot = syntax_spot(syntax, syntax->at);
    const char *hint = "a backslash must be followed by one of \" \\ / b f n r t u.";
    char found[WORDS_ROOM];

    if ((byte & 0x80) != 0 && syntax->string != STRING_PLAIN)
        snprintf(found, sizeof found, "a character beyond ASCII");
    else
        byte_words((char)byte, found);
    if (syntax->string == STRING_HEX)
        hint = "\\u must be followed by four hexadecimal digits, as in \\u00e9.";
    if (syntax->string == STRING_PLAIN)
        hint = byte == '\n' || byte == '\r'
                   ? "a string ends on the line where it begins; write \\n for a line break."
                   : "control characters are written as \\t, \\n or \\u0000 in JSON.";
    return tell(syntax, PROBLEM_MALFORMED_JSON, spot, at_element(syntax),
                "%s can't stand in a string here: %s", found, hint);
}
