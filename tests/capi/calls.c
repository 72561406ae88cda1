/* The C API as a C program uses it: calls PHOTOS SOURCE FOLDER [check | repeat N | threads N] */

#include <tessera/tessera.h>

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What programs were compiled with stays: members are never moved, nor sizes changed. */
#if UINTPTR_MAX == 0xFFFFFFFFFFFFFFFF
_Static_assert(sizeof(tessera_run) == 48, "tessera_run");
_Static_assert(sizeof(tessera_build_report) == 72, "tessera_build_report");
_Static_assert(sizeof(tessera_library_info) == 72, "tessera_library_info");
_Static_assert(sizeof(tessera_record) == 96, "tessera_record");
_Static_assert(sizeof(tessera_pixels) == 64, "tessera_pixels");
_Static_assert(sizeof(tessera_match_report) == 56, "tessera_match_report");
_Static_assert(sizeof(tessera_match_pictures) == 24, "tessera_match_pictures");
_Static_assert(sizeof(tessera_mosaic_info) == 48, "tessera_mosaic_info");
_Static_assert(sizeof(tessera_write_report) == 32, "tessera_write_report");
_Static_assert(sizeof(tessera_rectangle) == 48, "tessera_rectangle");
_Static_assert(sizeof(tessera_score) == 136, "tessera_score");
_Static_assert(sizeof(tessera_frames_info) == 32, "tessera_frames_info");
_Static_assert(sizeof(tessera_tensor) == 48, "tessera_tensor");
_Static_assert(sizeof(tessera_frames_report) == 48, "tessera_frames_report");
#endif

static const char *photos, *picture, *folder;

static void stop(int line, const char *what) {
    fprintf(stderr, "calls.c:%d: %s; last message: %s\n", line, what, tessera_last_message());
    exit(1);
}

#define CHECK(condition) ((condition) ? (void)0 : stop(__LINE__, #condition))
#define OK(call) CHECK((call) == TESSERA_OK)
/* The call fails with that code, and its message has those words. */
#define FAILS(code, words, call) CHECK((call) == (code) && strstr(tessera_last_message(), words))

static char *below(const char *name) {
    static _Thread_local char path[4][4096];
    static _Thread_local int next = 0;
    char *text = path[next++ % 4];
    snprintf(text, sizeof path[0], "%s/%s", folder, name);
    return text;
}

static void progress(const char *stage, uint64_t done, uint64_t total, void *user) {
    CHECK(*stage && done <= total);
    ++*(int *)user;
}

static int at_once(void *user) {
    (void)user;
    return 1;
}

static void release(void *user) { ++*(int *)user; }

static void log_line(int level, const char *text, void *user) {
    CHECK(level >= TESSERA_DEBUG && level <= TESSERA_ERROR && text);
    ++*(int *)user;
}

static void build(const char *path) {
    const char *inputs[] = {photos, NULL}, *options[] = {"tile=16", "force", NULL};
    int calls = 0;
    const tessera_run run = {.struct_size = sizeof run, .progress = progress, .user = &calls};
    tessera_build_report report = {.struct_size = sizeof report};
    OK(tessera_build(inputs, path, options, &run, &report));
    CHECK(report.tiles == 12 && report.skipped == 0 && calls > 0);
}

static tessera_mosaic *mosaic_of(tessera_library *library, tessera_source *source) {
    const char *options[] = {"cells=12x9", "spacing=1", "flip", NULL};
    tessera_match_report report = {.struct_size = sizeof report};
    tessera_mosaic *mosaic = NULL;
    OK(tessera_match(source, library, options, NULL, NULL, &report, &mosaic));
    CHECK(report.cost >= report.nearest_cost && mosaic);
    return mosaic;
}

/* Everything, once. name: of its files. */
static void whole_job(const char *name) {
    char path[64];
    uint8_t pixels[20 * 10 * 3], tile[16 * 16 * 3];
    uint32_t tiles[12 * 9];
    const char *force[] = {"force", NULL};
    tessera_library *library = NULL;
    tessera_source *source = NULL, *made = NULL;
    tessera_mosaic *again = NULL;
    tessera_mosaic_info info = {.struct_size = sizeof info};
    tessera_score score = {.struct_size = sizeof score};
    tessera_write_report report = {.struct_size = sizeof report};
    const tessera_rectangle area = {.struct_size = sizeof area,
                                    .left = 5,
                                    .top = 6,
                                    .width = 20,
                                    .height = 10,
                                    .pixels = pixels,
                                    .bytes = sizeof pixels};

    snprintf(path, sizeof path, "%s.tiles", name);
    build(below(path));
    OK(tessera_library_open(below(path), &library));
    OK(tessera_library_read(library, 3, 1, tile, sizeof tile));
    OK(tessera_source_open(picture, NULL, &source));
    tessera_mosaic *mosaic = mosaic_of(library, source);
    OK(tessera_mosaic_get_info(mosaic, &info));
    CHECK(info.width == 12 * 16 && info.height == 9 * 16 && info.bands == 3);
    OK(tessera_mosaic_get_tiles(mosaic, tiles, 12 * 9));
    snprintf(path, sizeof path, "%s.plan.tif", name);
    OK(tessera_mosaic_save(mosaic, below(path), force));
    OK(tessera_mosaic_load(below(path), library, &again));
    snprintf(path, sizeof path, "%s.png", name);
    OK(tessera_write(again, below(path), force, NULL, NULL, &report));
    CHECK(report.bytes > 0 && strcmp(report.path, below(path)) == 0);
    OK(tessera_draw(mosaic, &area, NULL));
    OK(tessera_source_open(below(path), NULL, &made));
    OK(tessera_compare(source, made, 12, 9, NULL, &score));
    CHECK(score.far_srgb.psnr > 5 && score.far_srgb.ssim == -2 && score.near_srgb.ssim > -1);
    OK(tessera_mosaic_free(again));
    OK(tessera_mosaic_free(mosaic));
    OK(tessera_source_free(made));
    OK(tessera_source_free(source));
    OK(tessera_library_free(library));
}

static void check_handles(void) {
    tessera_library *library = NULL, *other = NULL;
    tessera_source *source = NULL;
    tessera_mosaic *mosaic = NULL;
    tessera_session *session = NULL;
    int64_t width = 0, height = 0;
    OK(tessera_session_new(&session));
    OK(tessera_session_free(session));
    FAILS(TESSERA_INVALID_ARGUMENT, "freed before", tessera_session_free(session));
    OK(tessera_library_open(below("check.tiles"), &library));
    OK(tessera_library_open(below("check.tiles"), &other));
    CHECK(library != other);
    OK(tessera_source_open(picture, NULL, &source));
    mosaic = mosaic_of(library, source);
    OK(tessera_library_free(library)); /* the mosaic keeps what it needs */
    FAILS(TESSERA_INVALID_ARGUMENT, "freed before", tessera_library_free(library));
    FAILS(TESSERA_INVALID_ARGUMENT, "no handle of a library",
          tessera_library_free((tessera_library *)source));
    FAILS(TESSERA_INVALID_ARGUMENT, "source is null",
          tessera_source_get_size(NULL, &width, &height));
    FAILS(TESSERA_INVALID_ARGUMENT, "width is null",
          tessera_source_get_size(source, NULL, &height));
    FAILS(TESSERA_INVALID_ARGUMENT, "no handle", tessera_mosaic_free((tessera_mosaic *)&width));
    FAILS(TESSERA_WRITE_FAILED, "exists already",
          tessera_mosaic_save(mosaic, below("check.plan.tif"), NULL));
    OK(tessera_mosaic_free(mosaic));
    OK(tessera_source_free(source));
    OK(tessera_source_free(NULL));
    /* `other` lives on: what is left at the end is no crash. */
}

static void check_arguments(void) {
    const char *nothing[] = {NULL}, *unknown[] = {"cells=4x3", "spacig=2", NULL};
    const char *odd[] = {"spacing=-1", NULL}, *twice[] = {"flip", "flip", NULL};
    const char *both[] = {"cells=4x3", "across=4", NULL}, *absurd[] = {"detail=2", NULL};
    tessera_library *library = NULL;
    tessera_source *source = NULL;
    tessera_mosaic *mosaic = NULL;
    tessera_library_info info = {.struct_size = sizeof info};
    tessera_record record = {.struct_size = sizeof record};
    tessera_run run = {.struct_size = 3};
    tessera_score score = {.struct_size = sizeof score};
    uint8_t tile[16 * 16 * 3];
    const char *inputs[] = {photos, NULL};

    FAILS(TESSERA_INVALID_ARGUMENT, "photos is null", tessera_build(NULL, "x", NULL, NULL, NULL));
    FAILS(TESSERA_UNREADABLE_IMAGE, "no photo",
          tessera_build(nothing, below("x"), NULL, NULL, NULL));
    FAILS(TESSERA_INVALID_ARGUMENT, "struct_size",
          tessera_build(inputs, below("x"), NULL, &run, NULL));
    FAILS(TESSERA_INVALID_ARGUMENT, "null", tessera_library_open(below("check.tiles"), NULL));
    FAILS(TESSERA_UNREADABLE_IMAGE, "/no/such", tessera_library_open("/no/such", &library));
    CHECK(library == NULL);
    OK(tessera_library_open(below("check.tiles"), &library));
    OK(tessera_library_get_info(library, &info));
    CHECK(info.tiles == 12 && info.tile_width == 16 && strlen(info.digest) == 32);
    info.struct_size = 1;
    FAILS(TESSERA_INVALID_ARGUMENT, "tessera_library_info",
          tessera_library_get_info(library, &info));
    OK(tessera_library_get_record(library, 11, &record));
    CHECK(strcmp(record.name, "photo11.png") == 0 && record.width == 64 && record.height == 48);
    CHECK(strlen(record.content) == 32 && record.path[0] == '/' && record.file_bytes > 0);
    FAILS(TESSERA_INVALID_ARGUMENT, "12", tessera_library_get_record(library, 12, &record));
    FAILS(TESSERA_INVALID_ARGUMENT, "the library has 12",
          tessera_library_read(library, 0xFFFFFFFF, 2, tile, sizeof tile));
    FAILS(TESSERA_INVALID_ARGUMENT, "768 bytes", tessera_library_read(library, 0, 1, tile, 767));
    OK(tessera_source_open(picture, NULL, &source));
    FAILS(TESSERA_INVALID_ARGUMENT, "spacig",
          tessera_match(source, library, unknown, NULL, NULL, NULL, &mosaic));
    FAILS(TESSERA_INVALID_ARGUMENT, "spacing",
          tessera_match(source, library, odd, NULL, NULL, NULL, &mosaic));
    FAILS(TESSERA_INVALID_ARGUMENT, "twice",
          tessera_match(source, library, twice, NULL, NULL, NULL, &mosaic));
    FAILS(TESSERA_INVALID_ARGUMENT, "exclude",
          tessera_match(source, library, both, NULL, NULL, NULL, &mosaic));
    FAILS(TESSERA_INVALID_ARGUMENT, "detail",
          tessera_match(source, library, absurd, NULL, NULL, NULL, &mosaic));
    CHECK(mosaic == NULL);
    FAILS(TESSERA_INVALID_ARGUMENT, "parts",
          tessera_compare(source, source, 1 << 30, 3, NULL, &score));
    FAILS(TESSERA_INVALID_ARGUMENT, "tessera_score is null",
          tessera_compare(source, source, 4, 3, NULL, NULL));
    OK(tessera_source_free(source));
    OK(tessera_library_free(library));
}

static void check_pixels(void) {
    const char *blend[] = {"blend=0.5", "force", NULL},
               *masked[] = {"cells=4x3", "empty=transparent", NULL};
    uint8_t grey[12 * 9], stripes[40 * 30 * 3], room[64 * 48 * 4];
    int released = 0;
    tessera_pixels pixels = {.struct_size = sizeof pixels,
                             .data = stripes,
                             .width = 40,
                             .height = 30,
                             .bands = 3,
                             .release = release,
                             .user = &released};
    tessera_library *library = NULL;
    tessera_source *source = NULL, *mask = NULL;
    tessera_mosaic *mosaic = NULL;
    tessera_mosaic_info info = {.struct_size = sizeof info};
    tessera_match_pictures pictures = {.struct_size = sizeof pictures};
    tessera_rectangle area = {.struct_size = sizeof area,
                              .width = 64,
                              .height = 48,
                              .pixels = room,
                              .bytes = sizeof room};
    const tessera_run stopped = {.struct_size = sizeof stopped, .cancelled = at_once};

    for (size_t i = 0; i < sizeof stripes; ++i)
        stripes[i] = (uint8_t)(i * 7);
    for (size_t i = 0; i < sizeof grey; ++i)
        grey[i] = i % 12 < 6 ? 255 : 0;
    OK(tessera_library_open(below("check.tiles"), &library));
    pixels.bands = 7;
    FAILS(TESSERA_INVALID_ARGUMENT, "bands", tessera_source_from_pixels(&pixels, NULL, &source));
    CHECK(released == 1);
    pixels.bands = 3;
    OK(tessera_source_from_pixels(&pixels, NULL, &source));
    CHECK(released == 1);
    pixels = (tessera_pixels){.struct_size = sizeof pixels,
                              .data = grey,
                              .width = 12,
                              .height = 9,
                              .bands = 1,
                              .name = "mask"};
    OK(tessera_source_from_pixels(&pixels, NULL, &mask));
    memset(grey, 0, sizeof grey); /* a copy was taken */
    pictures.mask = mask;
    FAILS(TESSERA_CANCELLED, "",
          tessera_match(source, library, masked, &pictures, &stopped, NULL, &mosaic));
    OK(tessera_match(source, library, masked, &pictures, NULL, NULL, &mosaic));
    OK(tessera_mosaic_get_info(mosaic, &info));
    CHECK(info.bands == 4 && info.empty_cells == 6);
    OK(tessera_draw(mosaic, &area, NULL));
    CHECK(room[3] == 255 && room[63 * 4 + 3] == 0);
    FAILS(TESSERA_CANCELLED, "", tessera_draw(mosaic, &area, &stopped));
    area.bytes = sizeof room - 1;
    FAILS(TESSERA_INVALID_ARGUMENT, "don't fit", tessera_draw(mosaic, &area, NULL));
    area.bytes = sizeof room;
    area.stride = (size_t)1 << (sizeof(size_t) * 8 - 1);
    FAILS(TESSERA_INVALID_ARGUMENT, "don't fit", tessera_draw(mosaic, &area, NULL));
    area.stride = 0;
    area.left = 1;
    FAILS(TESSERA_INVALID_ARGUMENT, "rectangle", tessera_draw(mosaic, &area, NULL));
    FAILS(TESSERA_INVALID_ARGUMENT, "blend",
          tessera_write(mosaic, below("b.png"), blend, NULL, NULL, NULL));
    OK(tessera_write(mosaic, below("b.png"), blend, source, NULL, NULL));
    FAILS(TESSERA_UNSUPPORTED, "b.nothing",
          tessera_write(mosaic, below("b.nothing"), NULL, NULL, NULL, NULL));
    OK(tessera_source_free(source));
    CHECK(released == 2);
    OK(tessera_source_free(mask));
    OK(tessera_mosaic_free(mosaic));
    OK(tessera_library_free(library));
}

static void check_frames(void) {
    const char *options[] = {"fps=10", "force", NULL}, *odd[] = {"fps=never", NULL},
               *colours[] = {"channels=3", NULL};
    uint8_t given[3 * 4 * 8 * 10], found[sizeof given];
    uint64_t read = 0;
    double seconds[4];
    tessera_frames *frames = NULL;
    tessera_frames_info info = {.struct_size = sizeof info};
    tessera_frames_report report = {.struct_size = sizeof report};
    tessera_tensor tensor = {.struct_size = sizeof tensor,
                             .data = given,
                             .bytes = sizeof given,
                             .channels = 3,
                             .height = 8,
                             .width = 10,
                             .frames = 4};

    for (size_t i = 0; i < sizeof given; ++i)
        given[i] = (uint8_t)(i / 80 * 20); /* one colour a frame */
    OK(tessera_frames_write(&tensor, NULL, below("c.gif"), options, NULL, &report));
    CHECK(report.frames == 4 && report.seconds == 0.4 && strcmp(report.path, below("c.gif")) == 0);
    FAILS(TESSERA_INVALID_ARGUMENT, "fps",
          tessera_frames_write(&tensor, NULL, below("c.gif"), odd, NULL, NULL));
    FAILS(TESSERA_UNSUPPORTED, "c.nothing",
          tessera_frames_write(&tensor, NULL, below("c.nothing"), NULL, NULL, NULL));
    OK(tessera_frames_open(below("c.gif"), colours, &frames));
    OK(tessera_frames_get_info(frames, &info));
    CHECK(info.frames == 4 && info.width == 10 && info.height == 8 && info.channels == 3);
    OK(tessera_frames_get_durations(frames, seconds, 4));
    CHECK(seconds[3] == 0.1);
    FAILS(TESSERA_INVALID_ARGUMENT, "4 frames", tessera_frames_get_durations(frames, seconds, 3));
    tensor.data = found;
    OK(tessera_frames_read(frames, &tensor, NULL, &read));
    CHECK(read == 4 && memcmp(found, given, sizeof given) == 0);
    OK(tessera_frames_read(frames, &tensor, NULL, &read));
    CHECK(read == 0);
    tensor.width = 9;
    FAILS(TESSERA_INVALID_ARGUMENT, "bytes", tessera_frames_read(frames, &tensor, NULL, &read));
    tensor.data = NULL;
    FAILS(TESSERA_INVALID_ARGUMENT, "data", tessera_frames_read(frames, &tensor, NULL, &read));
    OK(tessera_frames_free(frames));
    FAILS(TESSERA_INVALID_ARGUMENT, "freed before", tessera_frames_free(frames));
    FAILS(TESSERA_UNREADABLE_IMAGE, "nowhere", tessera_frames_open("nowhere.gif", NULL, &frames));
    CHECK(frames == NULL);
    FAILS(TESSERA_INVALID_ARGUMENT, "sequence is null", tessera_frames_get_info(NULL, &info));
}

static void check(void) {
    int lines = 0;
    CHECK(strcmp(tessera_last_message(), "") == 0 && strcmp(tessera_last_detail(), "") == 0);
    CHECK(strcmp(tessera_code_name(TESSERA_CORRUPT_STORE), "corrupt_store") == 0);
    CHECK(strcmp(tessera_code_name(99), "unknown") == 0 && *tessera_version());
    OK(tessera_set_log(log_line, &lines));
    whole_job("check");
    CHECK(lines > 0);
    OK(tessera_set_log(NULL, NULL));
    check_arguments();
    check_pixels();
    check_frames();
    check_handles();
}

struct memory {
    long in_use,
        resident; /* KiB: of what malloc() gave out; of the process, without what it keeps */
};

static struct memory memory_now(void) {
    long pages = 0, resident = 0;
    malloc_trim(0);
    const struct mallinfo2 info = mallinfo2();
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file && fscanf(file, "%ld %ld", &pages, &resident) == 2);
    fclose(file);
    return (struct memory){(long)((info.uordblks + info.hblkhd) / 1024),
                           resident * (sysconf(_SC_PAGESIZE) / 1024)};
}

/* Memory after a fifth of the jobs, and after all of them. What malloc() gave out is what it was
 * only where nobody below keeps freed memory for later: see calls.sh. */
static void repeat(int count) {
    struct memory early = {0, 0};
    for (int i = 0; i < count; ++i) {
        whole_job("repeat");
        if (i == count / 5)
            early = memory_now();
    }
    const struct memory late = memory_now();
    printf("C, %d jobs: %ld KiB in use, %ld KiB resident after a fifth; "
           "%ld KiB in use, %ld KiB resident at the end\n",
           count, early.in_use, early.resident, late.in_use, late.resident);
    if (getenv("EXACT"))
        CHECK(late.in_use < early.in_use + 64);
    else
        CHECK(late.resident < early.resident + 8 * 1024);
}

static void *work(void *name) {
    for (int i = 0; i < 3; ++i)
        whole_job(name);
    return NULL;
}

static void in_threads(int count) {
    pthread_t threads[64];
    static char names[64][16];
    CHECK(count <= 64);
    for (int i = 0; i < count; ++i) {
        snprintf(names[i], sizeof names[i], "thread-%d", i);
        CHECK(pthread_create(&threads[i], NULL, work, names[i]) == 0);
    }
    for (int i = 0; i < count; ++i)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

int main(int argc, char **argv) {
    if (argc < 5)
        return 2;
    photos = argv[1];
    picture = argv[2];
    folder = argv[3];
    if (strcmp(argv[4], "check") == 0)
        check();
    else if (strcmp(argv[4], "repeat") == 0 && argc == 6)
        repeat(atoi(argv[5]));
    else if (strcmp(argv[4], "threads") == 0 && argc == 6)
        in_threads(atoi(argv[5]));
    else
        return 2;
    return 0;
}
