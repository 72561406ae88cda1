/* Tessera for C programs, and for languages that call C: the engine without C++.
 *
 * Results. Every function that can fail returns a code of enum tessera_code. After anything but
 * TESSERA_OK the thread that made the call finds a sentence in tessera_last_message(), and what
 * "returned through" a pointer is null or as it was. No exception leaves a function, and none may
 * leave a callback.
 *
 * Handles. A tessera_library *, tessera_source *, ... is the number of an object, not an address:
 * never read through it. The caller owns it and ends it with the function that is named _free.
 * Numbers aren't given out again, so a handle that was freed, or that is of another kind, or made
 * up, is an error and never a crash. Freeing null does nothing. Handles are independent of each
 * other: a mosaic keeps the library that it needs, whether its handle lives or not. What lives at
 * the end of the program is cleaned up then.
 *
 * Threads. Every function may be called from any thread at any time, with the same handles too,
 * unless it says otherwise. To free a handle that another thread works with is sound: the object
 * goes when that work ends.
 *
 * Texts. Strings of the caller's end with 0, are copied where they are needed for longer than the
 * call, and are UTF-8, but for names of files, which are any bytes. Strings of the library's stay
 * as they are until the same thread's next call of a function that gives such strings.
 *
 * Structs. The first member of each is its size: set it to sizeof before the call, as in
 * `tessera_run run = {.struct_size = sizeof run}`, so that programs go on to work with later
 * libraries, whose structs may be longer. All other members may be 0.
 *
 * Options. As on the command line, without the dashes: an array of texts such as
 * {"cells=207x292", "spacing=3", "flip", NULL}; null is none. What may be given several times on
 * the command line may be so here: "where=year=2024", "where=tag=sea". docs/command-line.md has
 * them all.
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
    TESSERA_INVALID_ARGUMENT = 1, /* an option, argument or handle that no input makes right */
    TESSERA_UNREADABLE_IMAGE = 2, /* a photo, source or plan that is missing or damaged */
    TESSERA_CORRUPT_STORE = 3,    /* a tile library that is damaged, or not the one asked for */
    TESSERA_UNSUPPORTED = 4,      /* right in itself, but beyond a format or this build */
    TESSERA_WRITE_FAILED = 5,     /* an output that exists already or can't be written */
    TESSERA_CANCELLED = 6,        /* the caller asked to stop */
    TESSERA_OUT_OF_MEMORY = 7,
    TESSERA_FAILED = 8 /* anything else; the message says what */
};

/* For example "0.1.0". The string is static. */
TESSERA_C_API const char *tessera_version(void);

/* "ok", "invalid_argument", ...; "unknown" for a number that is no code. The string is static. */
TESSERA_C_API const char *tessera_code_name(int code);

/* About the last call of this thread that failed: a sentence that names the file, what was wanted
 * and what was found; and what the library beneath said of it, which may be empty. Both are "" if
 * none has failed yet, and stay until the next call of this thread that fails. */
TESSERA_C_API const char *tessera_last_message(void);
TESSERA_C_API const char *tessera_last_detail(void);

/* ---- the session and the log ----------------------------------------------------------------- */

typedef struct tessera_session tessera_session;

/* Tunes libvips for one pass over large pictures while the session lives. A convenience: without
 * one everything works, and libvips is started when it is needed. libvips is never shut down, and
 * a host may have started it. One thread only: make it at the start of the program. */
TESSERA_C_API int tessera_session_new(tessera_session **session);
TESSERA_C_API int tessera_session_free(tessera_session *session);

enum tessera_level { TESSERA_DEBUG = 0, TESSERA_INFO = 1, TESSERA_WARNING = 2, TESSERA_ERROR = 3 };

typedef void (*tessera_log)(int level, const char *text, void *user);

/* Sends the library's log to `log`; null sends it nowhere, which is how it starts. The library
 * never prints. Called from one thread at a time, though from any; not after this function was
 * called again. `log` must not call it; what the library would log of other calls that it makes is
 * dropped. */
TESSERA_C_API int tessera_set_log(tessera_log log, void *user);

/* ---- how a long call runs -------------------------------------------------------------------- */

/* Null instead of a pointer to it: as if all were 0. Used during the call only. */
typedef struct tessera_run {
    size_t struct_size;
    int threads; /* 0: as many as OpenMP would take */
    void *user;  /* handed to the callbacks */
    /* How far a stage ("build", "match", "write" ...) has come; total is 0 where it isn't known.
     * From one thread at a time, though not always the same one. May be null. */
    void (*progress)(const char *stage, uint64_t done, uint64_t total, void *user);
    /* Asked some twenty times a second from a thread of its own, and after each progress(); from
     * one thread at a time. Anything but 0 lets the call return TESSERA_CANCELLED, soon. Outputs
     * then don't appear. May be null. */
    int (*cancelled)(void *user);
    /* Of tessera_build: a photo that can't be read, and why; in path order. May be null. */
    void (*skipped)(const char *path, const char *reason, void *user);
} tessera_run;

/* ---- options --------------------------------------------------------------------------------- */

/* One option of a call. Strings are the library's: see above. */
typedef struct tessera_option {
    size_t struct_size;
    const char *name;           /* "spacing-metric" */
    const char *kind;           /* "flag", "whole", "real", "choice", "grid", "file" ... */
    const char *default_text;   /* as in the list of options; "" where there is none */
    const char *otherwise;      /* what holds where it isn't given, in words */
    const char *values;         /* "0 to 1"; "" for any value of its kind */
    const char *unit;           /* "px", "seconds" ... */
    const char *help;           /* one sentence */
    const char *const *choices; /* values of a choice; ends with null */
    int repeated;               /* 1: may stand in the list several times */
} tessera_option;

/* Counts the options of a call: "build", "source" (both functions that make one), "match", "save",
 * "write", "frames" or "write_frames". */
TESSERA_C_API int tessera_count_options(const char *call, uint32_t *count);

/* Describes one of them; index counts from 0. */
TESSERA_C_API int tessera_get_option(const char *call, uint32_t index, tessera_option *option);

/* ---- libraries of tiles ---------------------------------------------------------------------- */

typedef struct tessera_library tessera_library;

typedef struct tessera_build_report {
    size_t struct_size;
    uint64_t tiles;   /* of the library as it is now */
    uint64_t skipped; /* photos that can't be read */
    /* Photos that the library didn't know; knew with other contents; knew elsewhere; that stayed;
     * that are no longer in it. */
    uint64_t added, changed, moved, kept, removed;
    int written; /* 0: nothing had to be changed */
} tessera_build_report;

/* Makes a library at `path` of photos, or brings the one there up to date, as `tessera build` does.
 * photos: files, folders, globs, @lists; ends with null. Options: those of "build"; force replaces
 * what is at `path`. `run` and `report` may be null. */
TESSERA_C_API int tessera_build(const char *const *photos, const char *path,
                                const char *const *options, const tessera_run *run,
                                tessera_build_report *report);

TESSERA_C_API int tessera_library_open(const char *path, tessera_library **library);
TESSERA_C_API int tessera_library_free(tessera_library *library);

typedef struct tessera_library_info {
    size_t struct_size;
    uint32_t tiles;
    int tile_width, tile_height; /* px */
    uint64_t skipped;            /* photos that could not be read when it was built */
    char digest[33];             /* 32 hexadecimal digits: of the tiles, what plans are bound to */
} tessera_library_info;

TESSERA_C_API int tessera_library_get_info(const tessera_library *library,
                                           tessera_library_info *info);

/* A photo that a tile is of. Strings are the library's: see above. */
typedef struct tessera_record {
    size_t struct_size;
    const char *path;     /* absolute, when the library was built; any bytes */
    const char *name;     /* below the folder that was given; any bytes */
    const char *captured; /* "2024-05-31T12:00:00", or "" */
    const char *content;  /* digest of the photo's file, 32 hexadecimal digits */
    uint64_t file_bytes;
    int64_t modified_ns;     /* since 1970-01-01 UTC */
    int width, height;       /* of the upright photo, px */
    int label_kind;          /* 0 none, 1 a number, 2 a text */
    const char *label;       /* what the photo shows; "" for none */
    const char *const *tags; /* its keywords; ends with null */
    const char *variation;   /* how the tile was made of it, as JSON; "": as usual */
} tessera_record;

TESSERA_C_API int tessera_library_get_record(const tessera_library *library, uint32_t tile,
                                             tessera_record *record);

/* Copies the pixels of tiles first .. first + count - 1, each tile_height x tile_width x 3 bytes
 * of sRGB, one after another. bytes: of `pixels`, which must be exactly as many. */
TESSERA_C_API int tessera_library_read(const tessera_library *library, uint32_t first,
                                       uint32_t count, uint8_t *pixels, size_t bytes);

/* ---- sources: pictures to be rebuilt --------------------------------------------------------- */

typedef struct tessera_source tessera_source;

/* A picture on disk. Options: background. Its pixels are read when they are needed. */
TESSERA_C_API int tessera_source_open(const char *path, const char *const *options,
                                      tessera_source **source);

/* Pixels of the host's: height rows of width x bands bytes, `stride` bytes apart. Bands: 1 grey,
 * 2 grey and alpha, 3 sRGB, 4 sRGB and alpha. */
typedef struct tessera_pixels {
    size_t struct_size;
    const uint8_t *data;
    int width, height, bands;
    size_t stride;    /* bytes from a row to the next; 0: rows are packed, width * bands */
    const char *name; /* in messages and plans; null: "pixels" */
    /* Null: the source takes a copy during the call. Otherwise it looks at `data` itself, which
     * must stay as it is until release(user) is called: once, from any thread, also where the call
     * that was given it fails, unless for its struct_size. */
    void (*release)(void *user);
    void *user;
} tessera_pixels;

TESSERA_C_API int tessera_source_from_pixels(const tessera_pixels *pixels,
                                             const char *const *options, tessera_source **source);
TESSERA_C_API int tessera_source_free(tessera_source *source);

/* Size of the upright picture, px. */
TESSERA_C_API int tessera_source_get_size(const tessera_source *source, int64_t *width,
                                          int64_t *height);

/* ---- mosaics --------------------------------------------------------------------------------- */

/* Which tile stands in which cell, and not one pixel of it. */
typedef struct tessera_mosaic tessera_mosaic;

/* What came of the rules. Costs are means over the filled cells of the squared distances. */
typedef struct tessera_match_report {
    size_t struct_size;
    double cost;
    double nearest_cost; /* were every cell given its nearest tile */
    double gap;          /* how far the cost may be above the least, a part of it */
    uint64_t moves, tinted_cells;
    uint32_t relaxed; /* rules that gave way; the log says which, as warnings */
} tessera_match_report;

/* Pictures in memory instead of files of the options mask and importance; null for none. */
typedef struct tessera_match_pictures {
    size_t struct_size;
    const tessera_source *mask, *importance;
} tessera_match_pictures;

/* Puts a tile in each cell. Options: all of matching. `pictures`, `run` and `report` may be null.
 */
TESSERA_C_API int tessera_match(const tessera_source *source, const tessera_library *library,
                                const char *const *options, const tessera_match_pictures *pictures,
                                const tessera_run *run, tessera_match_report *report,
                                tessera_mosaic **mosaic);

TESSERA_C_API int tessera_mosaic_free(tessera_mosaic *mosaic);

typedef struct tessera_mosaic_info {
    size_t struct_size;
    int64_t width, height; /* px */
    int columns, rows;
    int bands;               /* of its pixels: 3 sRGB, or 4 with alpha */
    uint32_t distinct_tiles; /* that stand in it */
    uint64_t empty_cells;
} tessera_mosaic_info;

TESSERA_C_API int tessera_mosaic_get_info(const tessera_mosaic *mosaic, tessera_mosaic_info *info);

#define TESSERA_NO_TILE 0xFFFFFFFFu /* of an empty cell */

/* The tile of each cell, rows x columns, row-major. cells: as many, the length of `tiles`. */
TESSERA_C_API int tessera_mosaic_get_tiles(const tessera_mosaic *mosaic, uint32_t *tiles,
                                           size_t cells);

/* Writes the mosaic's plan, and reads one that was made with that library. Options: force. */
TESSERA_C_API int tessera_mosaic_save(const tessera_mosaic *mosaic, const char *path,
                                      const char *const *options);
TESSERA_C_API int tessera_mosaic_load(const char *path, const tessera_library *library,
                                      tessera_mosaic **mosaic);

/* ---- pixels ---------------------------------------------------------------------------------- */

typedef struct tessera_write_report {
    size_t struct_size;
    uint64_t bytes;
    const char *path;   /* of the file, or of the one that leads into a tree of files */
    const char *writer; /* that wrote it */
} tessera_write_report;

/* Writes the mosaic to a file, as `tessera render` does; it appears whole or not at all.
 * target: may carry its format's own options, as in "wall.tif[compression=lzw]".
 * Options: dpi, writer, memory, sync, force; blend, for which `source` is needed. `source`, `run`
 * and `report` may be null. */
TESSERA_C_API int tessera_write(const tessera_mosaic *mosaic, const char *target,
                                const char *const *options, const tessera_source *source,
                                const tessera_run *run, tessera_write_report *report);

typedef struct tessera_rectangle {
    size_t struct_size;
    int left, top, width, height; /* px of the mosaic */
    uint8_t *pixels;              /* height rows of width x bands bytes, see tessera_mosaic_info */
    size_t bytes;                 /* there are of it */
    size_t stride;                /* bytes from a row to the next; 0: width * bands, packed */
} tessera_rectangle;

/* Draws a rectangle of the mosaic into memory of the caller's. Work grows with the rectangle, not
 * with the mosaic, which may be far larger than memory. `run` may be null. */
TESSERA_C_API int tessera_draw(const tessera_mosaic *mosaic, const tessera_rectangle *rectangle,
                               const tessera_run *run);

/* ---- sequences: animations, videos, numbered pictures, tensors -------------------------------- */

/* A sequence that is read from its first frame to its last. Calls of several threads wait for each
 * other. */
typedef struct tessera_frames tessera_frames;

/* Opens what `tessera frames` takes; only headers are read. Options: start, end, every, fps,
 * duration, channels, background, keep-damaged; mean and std, that a tensor was made with. */
TESSERA_C_API int tessera_frames_open(const char *input, const char *const *options,
                                      tessera_frames **frames);
TESSERA_C_API int tessera_frames_free(tessera_frames *frames);

typedef struct tessera_frames_info {
    size_t struct_size;
    int width, height; /* px */
    int channels;      /* 1 grey, 3 sRGB, 4 sRGB and alpha */
    int plays;         /* times that it is played; 0: for ever */
    uint64_t frames;   /* there are in all, wherever reading has come to */
} tessera_frames_info;

/* Counts the frames: of a video, at the first time, by a pass over the file. */
TESSERA_C_API int tessera_frames_get_info(const tessera_frames *frames, tessera_frames_info *info);

/* How long each frame is shown. count: length of `seconds`, as many as there are frames. */
TESSERA_C_API int tessera_frames_get_durations(const tessera_frames *frames, double *seconds,
                                               size_t count);

enum tessera_number { TESSERA_UINT8 = 0, TESSERA_FLOAT32 = 1 };

/* Memory of the caller's: channels x frames x height x width numbers, C order. */
typedef struct tessera_tensor {
    size_t struct_size;
    void *data;
    size_t bytes; /* there are of it; exactly as many as the shape takes */
    int number;   /* TESSERA_UINT8: 0 .. 255; TESSERA_FLOAT32: 0 .. 1 */
    int channels, height, width;
    uint64_t frames;
} tessera_tensor;

/* Reads the next frames, as many as the tensor has room for if there are so many; `read` is how
 * many there were, 0 at the end. `run` may be null; a sequence whose reading was cancelled can only
 * be freed. */
TESSERA_C_API int tessera_frames_read(const tessera_frames *frames, const tessera_tensor *tensor,
                                      const tessera_run *run, uint64_t *read);

typedef struct tessera_frames_report {
    size_t struct_size;
    uint64_t frames, bytes;
    double seconds;
    const char *path; /* of the file; of numbered pictures, the last one's */
    const char *writer;
} tessera_frames_report;

/* Writes a tensor as an animation, a video, numbered pictures or a file of a tensor, as `tessera
 * frames` does; it appears whole or not at all. seconds: how long each frame is shown; null: as the
 * option fps says. Options: fps, dtype, mean, std, loop, dither, optimise, crf, bitrate, title,
 * artist, comment, sync, force. `run` and `report` may be null. */
TESSERA_C_API int tessera_frames_write(const tessera_tensor *tensor, const double *seconds,
                                       const char *target, const char *const *options,
                                       const tessera_run *run, tessera_frames_report *report);

/* ---- scores ---------------------------------------------------------------------------------- */

typedef struct tessera_likeness {
    double psnr;    /* dB; infinite for equal pictures */
    double ssim;    /* -2 where a side has fewer than 11 parts */
    double delta_e; /* mean CIEDE2000, and its 95th percentile */
    double delta_e_p95;
} tessera_likeness;

/* From near (four times the grid's resolution) and from afar (at it). */
typedef struct tessera_score {
    size_t struct_size;
    tessera_likeness near_srgb, near_linear, far_srgb, far_linear;
} tessera_score;

/* Compares a mosaic's picture with what it was made of. `run` may be null. */
TESSERA_C_API int tessera_compare(const tessera_source *source, const tessera_source *mosaic,
                                  int columns, int rows, const tessera_run *run,
                                  tessera_score *score);

#ifdef __cplusplus
}
#endif

#endif /* TESSERA_H */
