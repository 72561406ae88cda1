/* The C interface of Tessera, for C programs and for languages that can call C.
 *
 * Results. Each function that can fail returns a code of enum tessera_code. If the code isn't
 * TESSERA_OK, tessera_last_message() returns a sentence about the failure on the same thread, and
 * results that come through pointers are null or unchanged. No exception leaves a function, and
 * none may leave a callback.
 *
 * Handles. A tessera_library *, tessera_source * and so on is the number of an object, not an
 * address: never dereference it. The caller owns it and frees it with the function whose name ends
 * with _free. Numbers are never used twice. So a handle that was freed, has another type or was
 * made up causes an error and never a crash. Freeing null does nothing. Handles are independent of
 * each other: a mosaic keeps the library that it needs, even if the library's handle is freed.
 * Objects that are never freed are cleaned up at the end of the program.
 *
 * Threads. Unless its comment says otherwise, each function may be called from any thread at any
 * time, also with the same handles. A handle may be freed while another thread uses it: the object
 * is destroyed when that use ends.
 *
 * Texts. Strings that the caller passes end with 0. The library copies them if it needs them after
 * the call. They are UTF-8, except names of files, which are any bytes. Strings that the library
 * returns stay valid until the same thread next calls a function that returns such strings.
 *
 * Structs. The first member of each struct is its size. Set it to sizeof before the call, as in
 * `tessera_run run = {.struct_size = sizeof run}`. Then programs keep working with later libraries,
 * whose structs may be longer. All other members may be 0.
 *
 * Options. Options are those of the command line, without the dashes. They are passed as an array
 * of texts such as {"cells=207x292", "spacing=3", "flip", NULL}; null means none. An option that
 * may be given several times on the command line may be repeated here: "where=year=2024",
 * "where=tag=sea". docs/command-line.md describes all of them.
 */
#ifndef TESSERA_H
#define TESSERA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TESSERA_C_API __attribute__((visibility("default")))

/* ---- errors ---------------------------------------------------------------------------------- */

enum tessera_code {
    TESSERA_OK = 0,
    TESSERA_INVALID_ARGUMENT = 1, /* an option, argument or handle that is always wrong */
    TESSERA_UNREADABLE_IMAGE = 2, /* a photo, source or plan that is missing or damaged */
    TESSERA_CORRUPT_STORE = 3,    /* a tile library that is damaged, or another one than expected */
    TESSERA_UNSUPPORTED = 4,      /* valid, but beyond a format or this build */
    TESSERA_WRITE_FAILED = 5,     /* an output that already exists or can't be written */
    TESSERA_CANCELLED = 6,        /* the caller asked to stop */
    TESSERA_OUT_OF_MEMORY = 7,
    TESSERA_FAILED = 8 /* any other failure; the message describes it */
};

/* Returns the version of the running library: "0.2.0". The string is static. */
TESSERA_C_API const char *tessera_version(void);

/* Returns the name of a code: "ok", "invalid_argument" and so on; "unknown" for any other number.
 * The string is static. */
TESSERA_C_API const char *tessera_code_name(int code);

/* Describe the last call of this thread that failed. The message is a sentence that names the file,
 * what was wanted and what was found. The detail has the words of the library beneath; it may be
 * empty. Both are "" if no call has failed yet. They stay valid until the next call of this thread
 * that fails. */
TESSERA_C_API const char *tessera_last_message(void);
TESSERA_C_API const char *tessera_last_detail(void);

/* ---- the session and the log ----------------------------------------------------------------- */

typedef struct tessera_session tessera_session;

/* Starts libvips and tunes it for one pass over large pictures while the session lives. A session
 * is a convenience: without one, libvips is started when it is needed. libvips is never shut down,
 * and the host may have started it itself. Not thread-safe: make the session at the start of the
 * program. */
TESSERA_C_API int tessera_session_new(tessera_session **session);
TESSERA_C_API int tessera_session_free(tessera_session *session);

/* The severity of a message, ascending. */
enum tessera_level { TESSERA_DEBUG = 0, TESSERA_INFO = 1, TESSERA_WARNING = 2, TESSERA_ERROR = 3 };

/* Receives one message of the log. */
typedef void (*tessera_log)(int level, const char *text, void *user);

/* Sends the library's log to `log`; null drops it, which is the initial state. The library itself
 * never prints. `log` is called from one thread at a time, which may be any thread. It is no longer
 * called once this function has been called again. `log` must not call this function. If it calls
 * the library, the messages of those calls are dropped. */
TESSERA_C_API int tessera_set_log(tessera_log log, void *user);

/* ---- how a long call runs -------------------------------------------------------------------- */

/* How a long call runs. A null pointer means that all members are 0. It is used during the call
 * only. */
typedef struct tessera_run {
    size_t struct_size;
    int threads; /* 0: as many as OpenMP uses */
    void *user;  /* passed to the callbacks */
    /* Called with how far a stage ("build", "match", "write" ...) has come; total is 0 if it isn't
     * known. It is called from one thread at a time, though not always the same one. May be
     * null. */
    void (*progress)(const char *stage, uint64_t done, uint64_t total, void *user);
    /* Called about twenty times a second from a thread of its own, and after each progress(), from
     * one thread at a time. If it doesn't return 0, the call soon returns TESSERA_CANCELLED, and no
     * output appears. May be null. */
    int (*cancelled)(void *user);
    /* Called by tessera_build for each photo that can't be read, with the reason, in path order.
     * May be null. */
    void (*skipped)(const char *path, const char *reason, void *user);
} tessera_run;

/* ---- options --------------------------------------------------------------------------------- */

/* Describes an option of a call. The library owns the strings: see "Texts" above. */
typedef struct tessera_option {
    size_t struct_size;
    const char *name;           /* "spacing-metric" */
    const char *kind;           /* "flag", "whole", "real", "choice", "grid", "file" ... */
    const char *default_text;   /* as it would stand in the list of options; "" if there is none */
    const char *otherwise;      /* what happens if the option isn't given, in words */
    const char *values;         /* "0 to 1"; "" if any value of the kind is allowed */
    const char *unit;           /* "px", "seconds" ... */
    const char *help;           /* one sentence */
    const char *const *choices; /* values of a choice; the last pointer is null */
    int repeated;               /* 1 if it may stand in the list several times, else 0 */
} tessera_option;

/* Counts the options of a call: "build", "source" (for both functions that make a source), "match",
 * "save", "write", "frames" or "write_frames". */
TESSERA_C_API int tessera_count_options(const char *call, uint32_t *count);

/* Describes one option of a call. `index` counts from 0. */
TESSERA_C_API int tessera_get_option(const char *call, uint32_t index, tessera_option *option);

/* ---- libraries of tiles ---------------------------------------------------------------------- */

/* A library of tiles that is open for reading. */
typedef struct tessera_library tessera_library;

/* The outcome of a build. */
typedef struct tessera_build_report {
    size_t struct_size;
    uint64_t tiles;   /* in the library now */
    uint64_t skipped; /* photos that can't be read */
    /* Photos that are new to the library; have new contents; moved to another path; are unchanged;
     * are no longer in the library. */
    uint64_t added, changed, moved, kept, removed;
    int written; /* 0 if nothing had to be changed, else 1 */
} tessera_build_report;

/* Builds a library of photos at `path`, or updates the one that is there, as `tessera build` does.
 * photos: files, folders, globs and @lists; the last pointer is null.
 * Options: those of "build"; force replaces an existing library. `run` and `report` may be null. */
TESSERA_C_API int tessera_build(const char *const *photos, const char *path,
                                const char *const *options, const tessera_run *run,
                                tessera_build_report *report);

/* Opens the library at `path`. */
TESSERA_C_API int tessera_library_open(const char *path, tessera_library **library);
TESSERA_C_API int tessera_library_free(tessera_library *library);

/* Properties of a library. */
typedef struct tessera_library_info {
    size_t struct_size;
    uint32_t tiles;
    int tile_width, tile_height; /* px */
    uint64_t skipped;            /* photos that could not be read when it was built */
    char digest[33];             /* 32 hexadecimal digits; plans are bound to it */
} tessera_library_info;

/* Returns the properties of a library. */
TESSERA_C_API int tessera_library_get_info(const tessera_library *library,
                                           tessera_library_info *info);

/* The origin of a tile. The library owns the strings: see "Texts" above. */
typedef struct tessera_record {
    size_t struct_size;
    const char *path;     /* absolute path of the photo when the library was built; any bytes */
    const char *name;     /* path below the given folder; any bytes */
    const char *captured; /* "2024-05-31T12:00:00"; may be "" */
    const char *content;  /* digest of the photo's file: 32 hexadecimal digits */
    uint64_t file_bytes;
    int64_t modified_ns;     /* nanoseconds since 1970-01-01 UTC */
    int width, height;       /* size of the upright photo, px */
    int label_kind;          /* 0 none, 1 number, 2 text */
    const char *label;       /* what the photo shows; "" if it has no label */
    const char *const *tags; /* keywords of the photo; the last pointer is null */
    const char *variation;   /* how the tile was varied, as JSON; "" if it wasn't */
} tessera_record;

/* Returns the record of a tile. */
TESSERA_C_API int tessera_library_get_record(const tessera_library *library, uint32_t tile,
                                             tessera_record *record);

/* Copies the pixels of tiles first .. first + count - 1, one tile after another. Each tile has
 * tile_height x tile_width x 3 bytes of sRGB.
 * bytes: size of `pixels`, which must be exactly that of the tiles. */
TESSERA_C_API int tessera_library_read(const tessera_library *library, uint32_t first,
                                       uint32_t count, uint8_t *pixels, size_t bytes);

/* ---- sources: pictures to be rebuilt --------------------------------------------------------- */

/* A picture that a mosaic rebuilds. */
typedef struct tessera_source tessera_source;

/* Opens a picture file. Its pixels are read when they are needed. Options: background. */
TESSERA_C_API int tessera_source_open(const char *path, const char *const *options,
                                      tessera_source **source);

/* A picture in the host's memory: height rows of width x bands bytes, `stride` bytes apart. The
 * bands are: 1 grey; 2 grey and alpha; 3 sRGB; 4 sRGB and alpha. */
typedef struct tessera_pixels {
    size_t struct_size;
    const uint8_t *data;
    int width, height, bands;
    size_t stride;    /* bytes from one row to the next; 0: packed rows of width * bands */
    const char *name; /* stands for a path in messages and plans; null: "pixels" */
    /* Null: the source copies the pixels during the call. Otherwise the source uses `data` itself,
     * which must not change until release(user) is called. It is called exactly once, from any
     * thread, even if the call that takes this struct fails. It isn't called if struct_size is
     * wrong. */
    void (*release)(void *user);
    void *user;
} tessera_pixels;

/* Makes a source of pixels in memory. Options: background. */
TESSERA_C_API int tessera_source_from_pixels(const tessera_pixels *pixels,
                                             const char *const *options, tessera_source **source);
TESSERA_C_API int tessera_source_free(tessera_source *source);

/* Returns the size of the upright picture, px. */
TESSERA_C_API int tessera_source_get_size(const tessera_source *source, int64_t *width,
                                          int64_t *height);

/* ---- mosaics --------------------------------------------------------------------------------- */

/* A mosaic is a plan: it says which tile stands in which cell, and holds no pixels. */
typedef struct tessera_mosaic tessera_mosaic;

/* How well a match went. Costs are means over the filled cells of the squared distances to their
 * tiles. */
typedef struct tessera_match_report {
    size_t struct_size;
    double cost;
    double nearest_cost; /* the cost if every cell had its nearest tile */
    double gap;          /* bound of how far the cost is above the least, as a part of the cost */
    uint64_t moves, tinted_cells;
    uint32_t relaxed; /* number of rules that gave way; the log warns of each */
} tessera_match_report;

/* Pictures in memory that replace the files of the options mask and importance; null for none. */
typedef struct tessera_match_pictures {
    size_t struct_size;
    const tessera_source *mask, *importance;
} tessera_match_pictures;

/* Makes a mosaic: gives each cell of the source a tile. Options: those of "match". `pictures`,
 * `run` and `report` may be null. */
TESSERA_C_API int tessera_match(const tessera_source *source, const tessera_library *library,
                                const char *const *options, const tessera_match_pictures *pictures,
                                const tessera_run *run, tessera_match_report *report,
                                tessera_mosaic **mosaic);

TESSERA_C_API int tessera_mosaic_free(tessera_mosaic *mosaic);

/* Properties of a mosaic. */
typedef struct tessera_mosaic_info {
    size_t struct_size;
    int64_t width, height; /* px */
    int columns, rows;
    int bands;               /* of its pixels: 3 sRGB, or 4 with alpha */
    uint32_t distinct_tiles; /* number of different tiles in it */
    uint64_t empty_cells;
} tessera_mosaic_info;

/* Returns the properties of a mosaic. */
TESSERA_C_API int tessera_mosaic_get_info(const tessera_mosaic *mosaic, tessera_mosaic_info *info);

#define TESSERA_NO_TILE 0xFFFFFFFFu /* stands for the tile of an empty cell */

/* Returns the tile of each cell: rows x columns, row-major.
 * cells: the length of `tiles`, which must be exactly the number of cells. */
TESSERA_C_API int tessera_mosaic_get_tiles(const tessera_mosaic *mosaic, uint32_t *tiles,
                                           size_t cells);

/* Writes the plan of a mosaic to a file. Options: force. */
TESSERA_C_API int tessera_mosaic_save(const tessera_mosaic *mosaic, const char *path,
                                      const char *const *options);
/* Reads a plan that was made with this library. */
TESSERA_C_API int tessera_mosaic_load(const char *path, const tessera_library *library,
                                      tessera_mosaic **mosaic);

/* ---- pixels ---------------------------------------------------------------------------------- */

/* The outcome of writing. */
typedef struct tessera_write_report {
    size_t struct_size;
    uint64_t bytes;
    const char *path;   /* of the file, or of the main file of a tree */
    const char *writer; /* name of the writer */
} tessera_write_report;

/* Writes a mosaic to a file, as `tessera render` does. The file appears complete or not at all.
 * target: may carry options of its format in brackets: "wall.tif[compression=lzw]".
 * Options: dpi, writer, memory, sync, force; blend, which needs `source`. `source`, `run` and
 * `report` may be null. */
TESSERA_C_API int tessera_write(const tessera_mosaic *mosaic, const char *target,
                                const char *const *options, const tessera_source *source,
                                const tessera_run *run, tessera_write_report *report);

/* A part of a mosaic, and the memory that it is drawn into. */
typedef struct tessera_rectangle {
    size_t struct_size;
    int left, top, width, height; /* px of the mosaic */
    uint8_t *pixels; /* height rows of width x bands bytes; bands: see tessera_mosaic_info */
    size_t bytes;    /* size of `pixels` */
    size_t stride;   /* bytes from one row to the next; 0: packed rows of width * bands */
} tessera_rectangle;

/* Draws a rectangle of a mosaic into the caller's memory. Work and memory grow with the rectangle,
 * not with the mosaic. `run` may be null. */
TESSERA_C_API int tessera_draw(const tessera_mosaic *mosaic, const tessera_rectangle *rectangle,
                               const tessera_run *run);

/* ---- sequences: animations, videos, numbered pictures, tensors ------------------------------- */

/* A sequence of frames, which is read from first to last. If several threads use it, their calls
 * wait for each other. */
typedef struct tessera_frames tessera_frames;

/* Opens a sequence of any kind that `tessera frames` reads. Only headers are read. Options: start,
 * end, every, fps, duration, channels, background, keep-damaged; mean and std with which a tensor
 * was made. */
TESSERA_C_API int tessera_frames_open(const char *input, const char *const *options,
                                      tessera_frames **frames);
TESSERA_C_API int tessera_frames_free(tessera_frames *frames);

/* Properties of a sequence. */
typedef struct tessera_frames_info {
    size_t struct_size;
    int width, height; /* px */
    int channels;      /* 1 grey, 3 sRGB, 4 sRGB and alpha */
    int plays;         /* how often it is played; 0: for ever */
    uint64_t frames;   /* number of frames in all, whatever has been read */
} tessera_frames_info;

/* Returns the properties of a sequence. The first call counts the frames, which takes a pass over
 * the file of a video. */
TESSERA_C_API int tessera_frames_get_info(const tessera_frames *frames, tessera_frames_info *info);

/* Returns how long each frame is shown, in seconds.
 * count: the length of `seconds`, which must be the number of frames. */
TESSERA_C_API int tessera_frames_get_durations(const tessera_frames *frames, double *seconds,
                                               size_t count);

/* The type of a tensor's numbers. */
enum tessera_number { TESSERA_UINT8 = 0, TESSERA_FLOAT32 = 1 };

/* A tensor in the caller's memory: channels x frames x height x width numbers, C order. */
typedef struct tessera_tensor {
    size_t struct_size;
    void *data;
    size_t bytes; /* size of `data`, which must be exactly that of the shape */
    int number;   /* TESSERA_UINT8: 0 .. 255; TESSERA_FLOAT32: 0 .. 1 */
    int channels, height, width;
    uint64_t frames;
} tessera_tensor;

/* Reads the next frames into a tensor: as many as it has room for, or fewer at the end of the
 * sequence. `read` returns their number, which is 0 at the end. `run` may be null. If reading was
 * cancelled, the sequence can only be freed. */
TESSERA_C_API int tessera_frames_read(const tessera_frames *frames, const tessera_tensor *tensor,
                                      const tessera_run *run, uint64_t *read);

/* The outcome of writing a sequence. */
typedef struct tessera_frames_report {
    size_t struct_size;
    uint64_t frames, bytes;
    double seconds;
    const char *path; /* of the file; for numbered pictures, of the last one */
    const char *writer;
} tessera_frames_report;

/* Writes a tensor as an animation, a video, numbered pictures or a tensor file, as `tessera frames`
 * does. The output appears complete or not at all.
 * seconds: how long each frame is shown; null: as the option fps says.
 * Options: fps, dtype, mean, std, loop, dither, optimise, crf, bitrate, title, artist, comment,
 * sync, force. `run` and `report` may be null. */
TESSERA_C_API int tessera_frames_write(const tessera_tensor *tensor, const double *seconds,
                                       const char *target, const char *const *options,
                                       const tessera_run *run, tessera_frames_report *report);

/* ---- scores ---------------------------------------------------------------------------------- */

/* How similar two pictures are. */
typedef struct tessera_likeness {
    double psnr;    /* dB; infinite for equal pictures */
    double ssim;    /* -2 if a side has fewer than 11 parts */
    double delta_e; /* mean of CIEDE2000; below, its 95th percentile */
    double delta_e_p95;
} tessera_likeness;

/* Likeness seen from near (at four times the grid's resolution) and from afar (at the grid's
 * resolution). */
typedef struct tessera_score {
    size_t struct_size;
    tessera_likeness near_srgb, near_linear, far_srgb, far_linear;
} tessera_score;

/* Compares a mosaic's picture with its source. `run` may be null. */
TESSERA_C_API int tessera_compare(const tessera_source *source, const tessera_source *mosaic,
                                  int columns, int rows, const tessera_run *run,
                                  tessera_score *score);

#ifdef __cplusplus
}
#endif

#endif /* TESSERA_H */
