/* Which fault of meaning is told. */
#include "formats/meaning.h"

#include <stdarg.h>
#include <stdio.h>

static bool comes_before(const struct place *place, const struct place *other)
{
    if (place->line != other->line)
        return place->line < other->line;
    return place->column < other->column;
}

static bool is_told_instead(const struct problem *problem, enum problem_kind kind,
                            const struct place *place)
{
    bool missing = kind == PROBLEM_MISSING_MEMBER;
    bool was_missing = problem->kind == PROBLEM_MISSING_MEMBER;

    if (problem->kind == PROBLEM_NONE)
        return true;
    if (missing != was_missing)
        return was_missing;
    return !problem->settled && comes_before(place, &problem->place);
}

static void tell(struct problem *problem, enum problem_kind kind, const struct place *place,
                 const char *format, va_list list)
{
    char text[PROBLEM_DETAIL_ROOM];

    vsnprintf(text, sizeof text, format, list);
    problem_clear(problem);
    problem_set(problem, kind, "%s", text);
    problem->place = *place;
}

bool meaning_fault(struct problem *problem, enum problem_kind kind, const struct place *place,
                   const char *format, ...)
{
    va_list list;

    if (!is_told_instead(problem, kind, place))
        return false;
    va_start(list, format);
    tell(problem, kind, place, format, list);
    va_end(list);
    return true;
}

bool malformed_body(struct problem *problem, const struct place *place, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    tell(problem, PROBLEM_MALFORMED_BODY, place, format, list);
    va_end(list);
    return false;
}

bool meaning_wrong_type(struct problem *problem, const struct place *place, const char *what,
                        const char *expected, const char *found)
{
    bool told = meaning_fault(problem, PROBLEM_WRONG_TYPE, place, "%s should be %s, but is %s",
                              what, expected, found);

    if (told)
        problem_add_new(problem, "expected", json_string(expected));
    return told;
}

void meaning_duplicate(struct problem *problem, const struct place *place, const char *name,
                       size_t length)
{
    if (meaning_fault(problem, PROBLEM_DUPLICATE_MEMBER, place,
                      "The member \"%.*s\" stands here for the second time: which of them counts?",
                      (int)length, name))
        problem_add_new(problem, "member", json_stringn(name, length));
}

void meaning_list(const json_t *names, char words[MEANING_WORDS])
{
    size_t count = json_array_size(names);
    size_t length = 0;

    words[0] = '\0';
    for (size_t i = 0; i < count && length < MEANING_WORDS; i++) {
        const char *between = i == 0 ? "" : i + 1 < count ? ", " : " and ";
        const char *name = json_string_value(json_array_get(names, i));

        length += (size_t)snprintf(words + length, MEANING_WORDS - length, "%s%s", between, name);
    }
}

void meaning_unknown(struct problem *problem, const struct place *place, const char *name,
                     size_t length, bool cut, json_t *allowed)
{
    char words[MEANING_WORDS];

    meaning_list(allowed, words);
    if (!meaning_fault(problem, PROBLEM_UNKNOWN_MEMBER, place,
                       "There is no member \"%.*s%s\" here. The members are %s.", (int)length, name,
                       cut ? "..." : "", words)) {
        json_decref(allowed);
        return;
    }
    problem_add_new(problem, "member", json_stringn(name, length));
    problem_add_new(problem, "allowed", allowed);
}

void meaning_missing(struct problem *problem, const struct place *place, const char *object,
                     const char *member)
{
    if (meaning_fault(problem, PROBLEM_MISSING_MEMBER, place,
                      "%s has no member \"%s\", which it needs.", object, member))
        problem_add_new(problem, "member", json_string(member));
}
