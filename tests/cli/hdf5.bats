# Libraries in HDF5.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    export SAMPLE=$BATS_TEST_DIRNAME/../../samples/read_hdf5.py
}

setup() { prepare_test; }

@test "a mosaic has the same bytes whatever the store" {
    local store
    exits 0 render "$SOURCE" -l "$LIBRARY" -o lmdb.png --cells 12x9
    for store in hdf5 'hdf5[deflate=4]'; do
        exits 0 build "$PHOTOS" -o library --tile 16 --store "$store" --force
        [ "$(head -c 4 library | tail -c 3)" = HDF ]
        exits 0 info library --json
        json '.tiles == 12'
        exits 0 render "$SOURCE" -l library -o hdf5.png --cells 12x9 --force
        cmp lmdb.png hdf5.png
    done
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9
    exits 0 render plan.tif -l library -o from_plan.png
    cmp lmdb.png from_plan.png
}

@test "the sample reads a library with h5py alone" {
    exits 0 build "$PHOTOS" -o library --tile 16 --store hdf5
    run -0 /usr/bin/python3 "$SAMPLE" library
    [ "${lines[0]}" = "12 tiles of 16 x 16 px" ]
    [ ${#lines[@]} -eq 13 ]
    [[ ${lines[12]} == "11 - "*"'photo11.png'" ]]
    run -0 /usr/bin/python3 "$SAMPLE" library 3
    [ "$output" = "tile.npy is $PHOTOS/photo03.png" ]
    [ -s tile.npy ]
}

# level LIBRARY: of deflate; None: its pixels aren't packed.
level() { /usr/bin/python3 -c "import h5py, sys; print(h5py.File(sys.argv[1])['images'].compression_opts)" "$1"; }

@test "what changes a library keeps its packing" {
    cp -r "$PHOTOS" photos
    exits 0 build photos -o library --tile 16 --store 'hdf5[deflate=7]'
    cp photos/photo00.png photos/new.png
    touch photos/new.png
    exits 0 build photos -o library --json
    json '.added == 1'
    [[ $(level library) == 7 ]]
    cp photos/photo00.png photos/newer.png
    exits 0 build photos -o library --store hdf5
    [[ $(level library) == 7 ]]
    exits 0 library remove library new.png
    [[ $(level library) == 7 ]]
    exits 0 library compact library
    [[ $(level library) == 7 ]]
    exits 0 library add library "$PHOTOS/photo01.png"
    [[ $(level library) == 7 ]]
    exits 0 library merge library "$LIBRARY" -o merged
    [[ $(level merged) == 7 ]]
    exits 0 library convert library -o plain --store hdf5
    [[ $(level plain) == None ]]
    exits 0 build photos -o library --store hdf5 --tile 16 --force
    [[ $(level library) == None ]]
}

@test "a store of pictures of any size keeps its packing" {
    exits 0 library add pictures "$PHOTOS"/photo0[0-3].png --any-size --store 'hdf5[deflate=3]'
    exits 0 library add pictures "$PHOTOS/photo04.png" --any-size
    run -0 /usr/bin/python3 -c "import h5py; print(h5py.File('pictures')['pictures/pixels'].compression_opts)"
    [[ $output == 3 ]]
}

@test "options that the store doesn't have are refused" {
    changes_nothing exits 2 build "$PHOTOS" -o library --store 'hdf5[deflate=12]'
    says "deflate is 0 to 9, not '12'"
    changes_nothing exits 2 build "$PHOTOS" -o library --store 'hdf5[speed=1]'
    says "speed"
}

@test "what is no library, or a damaged one, is said in one line" {
    exits 0 build "$PHOTOS" -o library --tile 16 --store hdf5
    head -c 20000 library >part
    exits 3 info part
    says "'part' is damaged" "truncated"
    /usr/bin/python3 -c "import h5py; h5py.File('other.h5', 'w')['x'] = 1"
    exits 3 render "$SOURCE" -l other.h5 -o x.png
    says "'other.h5' is not a tile library, but another HDF5 file"
    says_not $'\n'
}
