/* Runs a fuzz target on every file of the folders named, which is how a corpus becomes a test where
 * there is no libFuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file's bytes in a block of just their size, so that a memory checker sees reads beyond it. */
static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    uint8_t *data = NULL;

    if (file && fstat(fileno(file), &status) == 0) {
        *size = (size_t)status.st_size;
        data = malloc(*size > 0 ? *size : 1);
        if (data && fread(data, 1, *size, file) != *size) {
            free(data);
            data = NULL;
        }
    }
    if (file)
        fclose(file);
    return data;
}

static int replay_file(const char *path)
{
    size_t size = 0;
    uint8_t *data = read_file(path, &size);

    if (!data) {
        perror(path);
        return 0;
    }
    /* Told first and at once: a target that finds something ends the program. */
    printf("%s\n", path);
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

/* How many files were run; a folder without any is a fault. */
static int replay_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    int count = 0;

    while (directory && (entry = readdir(directory))) {
        char path[4096];

        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            count += replay_file(path);
    }
    if (directory)
        closedir(directory);
    return count;
}

int main(int count, char **arguments)
{
    for (int i = 1; i < count; i++)
        if (replay_folder(arguments[i]) == 0) {
            fprintf(stderr, "%s: no inputs\n", arguments[i]);
            return EXIT_FAILURE;
        }
    return count > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
