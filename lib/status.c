/* Names and sentences of statuses, out of the one list. */
#include <rowcol/status.h>

#include <stddef.h>

static const struct {
    const char *name;
    const char *text;
} statuses[] = {
#define STATUS_ROW(name, sentence) [ROWCOL_##name] = {"ROWCOL_" #name, sentence},
    ROWCOL_STATUSES(STATUS_ROW)
#undef STATUS_ROW
};

/* Callers may hand in any integer; as a size_t a negative one is too large as well. */
static int known(rowcol_status status)
{
    return (size_t)status < sizeof statuses / sizeof statuses[0];
}

const char *rowcol_status_name(rowcol_status status)
{
    return known(status) ? statuses[status].name : "unknown";
}

const char *rowcol_status_text(rowcol_status status)
{
    return known(status) ? statuses[status].text : "This value is not a status.";
}
