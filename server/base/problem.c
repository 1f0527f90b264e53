#include "base/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/utf8.h"

static const struct problem_fact facts[PROBLEM_KINDS] = {
#define PROBLEM_FACT(name, status, slug, title, sentence)                                          \
    [PROBLEM_##name] = {status, slug, title, sentence},
    PROBLEMS(PROBLEM_FACT)
#undef PROBLEM_FACT
};

const struct problem_fact *problem_fact(enum problem_kind kind)
{
    return &facts[kind];
}

enum problem_kind problem_by_slug(const char *slug)
{
    for (enum problem_kind kind = PROBLEM_NONE + 1; kind < PROBLEM_KINDS; kind++) {
        if (strcmp(facts[kind].slug, slug) == 0)
            return kind;
    }
    return PROBLEM_NONE;
}

static void set_detail(struct problem *problem, const char *format, va_list arguments)
{
    const size_t room = sizeof problem->detail;
    int length = vsnprintf(problem->detail, room, format, arguments);

    if (length < 0)
        problem->detail[0] = '\0';
    else if ((size_t)length >= room)
        problem->detail[utf8_cut(problem->detail, room - 1)] = '\0';
    utf8_repair(problem->detail);
}

bool problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
{
    va_list arguments;

    if (problem->kind != PROBLEM_NONE)
        return false;
    problem->kind = kind;
    va_start(arguments, format);
    set_detail(problem, format, arguments);
    va_end(arguments);
    return true;
}

void problem_detail(struct problem *problem, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    set_detail(problem, format, arguments);
    va_end(arguments);
}

bool problem_no_memory(struct problem *problem)
{
    problem_set(problem, PROBLEM_OVERLOADED, "The server is out of memory. Try again in a moment.");
    return false;
}

void problem_add_new(struct problem *problem, const char *name, json_t *value)
{
    if (!problem->members)
        problem->members = json_object();
    json_object_set_new(problem->members, name, value);
}

void problem_clear(struct problem *problem)
{
    if (problem->kind == PROBLEM_NONE && !problem->members)
        return;
    json_decref(problem->members);
    *problem = (struct problem){.kind = PROBLEM_NONE};
}

/* The pointer may have been cut or quote a client's bytes: jansson takes well-formed text only. */
static json_t *position(const struct place *place)
{
    struct place sound = *place;

    utf8_repair(sound.pointer);
    return json_pack("{s:I, s:I, s:s}", "line", (json_int_t)sound.line, "column",
                     (json_int_t)sound.column, "pointer", sound.pointer);
}

static json_t *as_json(const struct problem *problem, const char *uuid)
{
    const struct problem_fact *fact = problem_fact(problem->kind);
    json_t *document = json_pack("{s:s+, s:s, s:i, s:s, s:s+}", "type", "/problems/", fact->slug,
                                 "title", fact->title, "status", fact->status, "detail",
                                 problem->detail, "instance", "urn:uuid:", uuid);

    if (!document || (problem->members && json_object_update(document, problem->members) != 0) ||
        (problem->place.line > 0 &&
         json_object_set_new(document, "position", position(&problem->place)) != 0)) {
        json_decref(document);
        return NULL;
    }
    return document;
}

char *problem_document(const struct problem *problem, const char *uuid, size_t *length)
{
    json_t *document = as_json(problem, uuid);
    struct buffer text;

    buffer_begin(&text, LIMIT_PROBLEM);
    buffer_add_json(&text, document);
    json_decref(document);
    buffer_add_text(&text, "\n");
    return buffer_take(&text, length);
}
