/* The same program in C: it builds a library of a folder and draws one pixel of a mosaic. */

#include <tessera/tessera.h>

#include <stdio.h>

int main(int argc, char **argv) {
    const char *photos[] = {argv[1], NULL}, *force[] = {"force", NULL},
               *cells[] = {"cells=4x3", NULL};
    tessera_library *library = NULL;
    tessera_source *source = NULL;
    tessera_mosaic *mosaic = NULL;
    tessera_mosaic_info info = {.struct_size = sizeof info};
    unsigned char pixel[3] = {0, 0, 0};
    const tessera_rectangle area = {.struct_size = sizeof area,
                                    .width = 1,
                                    .height = 1,
                                    .pixels = pixel,
                                    .bytes = sizeof pixel};
    if (argc != 4)
        return 2;
    if (tessera_build(photos, argv[3], force, NULL, NULL) != TESSERA_OK ||
        tessera_library_open(argv[3], &library) != TESSERA_OK ||
        tessera_source_open(argv[2], NULL, &source) != TESSERA_OK ||
        tessera_match(source, library, cells, NULL, NULL, NULL, &mosaic) != TESSERA_OK ||
        tessera_mosaic_get_info(mosaic, &info) != TESSERA_OK ||
        tessera_draw(mosaic, &area, NULL) != TESSERA_OK) {
        printf("%s\n", tessera_last_message());
        return 1;
    }
    printf("%d x %d px, red %d\n", (int)info.width, (int)info.height, pixel[0]);
    if (tessera_library_open("/no/such/library", &library) != TESSERA_UNREADABLE_IMAGE)
        return 1;
    printf("%s\n", tessera_last_message());
    return 0;
}
