/* Shows how to build a library, match a source and write the mosaic from C, with progress and
 * Ctrl-C. Read 01_build_and_render.cpp first.
 * Run it: 03_from_c PHOTOS SOURCE LIBRARY MOSAIC */

#include <tessera/tessera.h>

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t interrupted = 0;

static void interrupt(int number) {
    (void)number;
    interrupted = 1;
}

static int is_interrupted(void *user) {
    (void)user;
    return interrupted;
}

static void show(const char *stage, uint64_t done, uint64_t total, void *user) {
    (void)user;
    if (done == total)
        fprintf(stderr, "%s: %" PRIu64 "\n", stage, done);
}

/* Each step needs the result of the one before. The first step that fails ends the job. */
static int make(char **paths, const tessera_run *run) {
    const char *photos[] = {paths[0], NULL}, *force[] = {"force", NULL};
    const char *across[] = {"across=60", NULL};
    tessera_library *library = NULL;
    tessera_source *source = NULL;
    tessera_mosaic *mosaic = NULL;
    int code = tessera_build(photos, paths[2], force, run, NULL);
    if (code == TESSERA_OK)
        code = tessera_library_open(paths[2], &library);
    if (code == TESSERA_OK)
        code = tessera_source_open(paths[1], NULL, &source);
    if (code == TESSERA_OK)
        code = tessera_match(source, library, across, NULL, run, NULL, &mosaic);
    if (code == TESSERA_OK)
        code = tessera_write(mosaic, paths[3], force, NULL, run, NULL);
    if (code != TESSERA_OK)
        fprintf(stderr, "%s: %s\n", tessera_code_name(code), tessera_last_message());
    tessera_mosaic_free(mosaic);
    tessera_source_free(source);
    tessera_library_free(library);
    return code;
}

int main(int argc, char **argv) {
    const tessera_run run = {
        .struct_size = sizeof run, .progress = show, .cancelled = is_interrupted};
    if (argc != 5) {
        fprintf(stderr, "usage: %s PHOTOS SOURCE LIBRARY MOSAIC\n", argv[0]);
        return 2;
    }
    signal(SIGINT, interrupt);
    return make(argv + 1, &run) == TESSERA_OK ? 0 : 1;
}
