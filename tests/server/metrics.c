#include "testing.h"

#include <stdlib.h>
#include <string.h>

double metric(const struct server *server, const char *beginning)
{
    struct answer answer = get(server, NULL, "/metrics");
    size_t length = strlen(beginning);
    double sum = 0;
    bool found = strchr(beginning, '{') != NULL;

    assert_status(&answer, 200);
    for (char *line = strtok(answer.body.bytes, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, beginning, length) == 0 && strchr(" ,{}", line[length])) {
            sum += strtod(strrchr(line, ' '), NULL);
            found = true;
        }
    }
    if (!found)
        fail_msg("no metric %s", beginning);
    answer_free(&answer);
    return sum;
}
