# Other programs read what Tessera wrote, and find the very same pixels.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    export PYTHONDONTWRITEBYTECODE=1 # nothing is left beside the samples
    export PHOTOS=$SHARED/photos SAMPLES=$BATS_TEST_DIRNAME/../../samples
    make_photos "$PHOTOS"
    # Names, labels and tags of all kinds; several blocks of LMDB's, several chunks of HDF5's.
    mkdir "$SHARED/many"
    local i
    for i in {0..11}; do
        cp "$(printf '%s/photo%02d.png' "$PHOTOS" "$i")" "$SHARED/many/$i"$' \xff"a";\\n.png'
    done
    "$TESSERA" build "$SHARED/many" -o "$SHARED/tiles" --tile 180x120 --quiet
    "$TESSERA" library add "$SHARED/tiles" "$PHOTOS/photo03.png" --label 'sea, "blue"' --quiet
    "$TESSERA" library add "$SHARED/tiles" "$PHOTOS/photo04.png" --label -7 --quiet
    # Of their own sizes: grey, with alpha, large, of one px.
    vips extract_band "$PHOTOS/photo05.png" "$SHARED/grey.png" 0
    vips bandjoin_const "$PHOTOS/photo06.png" "$SHARED/alpha.png" 99
    vips bandjoin_const "$SHARED/grey.png" "$SHARED/grey_alpha.png" 7
    vips resize "$PHOTOS/photo07.png" "$SHARED/large.png" 11
    vips crop "$PHOTOS/photo08.png" "$SHARED/one.png" 3 3 1 1
    "$TESSERA" library add "$SHARED/pictures" --any-size --quiet --label 12 \
        "$SHARED"/{grey,alpha,grey_alpha,large,one}.png "$PHOTOS/photo09.png"
    # The judge's pixels: what a PNG of each says, as Pillow reads it.
    cat >"$SHARED/judge.py" <<'END'
import glob, sys, warnings
import numpy
from PIL import Image
sys.path.insert(0, sys.argv[1])

def pixels_of(picture):
    with Image.open(picture) as opened:
        pixels = numpy.asarray(opened)
    return pixels.reshape(pixels.shape + (1,)) if pixels.ndim == 2 else pixels

def judge(read):
    """read(id): the pixels that another program found."""
    files = sorted(glob.glob(sys.argv[3] + "/*.png"))
    for tile, file in enumerate(files):
        wanted, found = pixels_of(file), read(tile)
        assert found.dtype == numpy.uint8 and found.shape == wanted.shape, (file, found.shape)
        assert (found == wanted).all(), file
    print(len(files), "pictures are the same")
END
    "$TESSERA" library export "$SHARED/tiles" -o "$SHARED/exported-tiles" --quiet
    "$TESSERA" library export "$SHARED/pictures" -o "$SHARED/exported-pictures" --quiet
}

setup() { prepare_test; }

# library WHAT STORE: a copy of the tiles or pictures in such a store.
library() { exits 0 library convert "$SHARED/$1" -o "$1-copy" --store "$2" --force; }

# judges WHAT COUNT: the script on standard input, of the library and of what was exported from it.
judges() {
    { cat "$SHARED/judge.py" && cat; } >script.py
    run -0 /usr/bin/python3 script.py "$SAMPLES" "$1-copy" "$SHARED/exported-$1"
    [[ $output == "$2 pictures are the same" ]] || { echo "$output" && return 1; }
}

@test "what library get writes is what library export writes" {
    exits 0 library get "$SHARED/tiles" 5 -o five.png
    same_pixels five.png "$SHARED/exported-tiles/0005.png"
    exits 0 library get "$SHARED/pictures" 3 -o three.png
    same_pixels three.png "$SHARED/exported-pictures/0003.png"
}

@test "Python's lmdb reads the tiles and pictures of an LMDB library" {
    library tiles lmdb
    judges tiles 14 <<'END'
import read_lmdb
judge(read_lmdb.Library(sys.argv[2]).pixels)
END
    library pictures lmdb
    judges pictures 6 <<'END'
import read_lmdb
judge(read_lmdb.Library(sys.argv[2]).pixels)
END
}

@test "Python's lmdb reads what an LMDB library knows of its photos" {
    library tiles lmdb
    run -0 /usr/bin/python3 - "$SAMPLES" tiles-copy "$PHOTOS" <<'END'
import os, sys
sys.path.insert(0, sys.argv[1])
import read_lmdb
library = read_lmdb.Library(sys.argv[2])
records = [library.record(tile) for tile in range(library.info["tiles"])]
assert [record.path for record in records] == sorted(record.path for record in records)
assert all(record.file_bytes == os.path.getsize(record.path) for record in records)
assert all(record.modified_ns == os.stat(record.path).st_mtime_ns for record in records)
assert all((record.photo_width, record.photo_height) == (64, 48) for record in records)
labels = {record.name: record.label for record in records}
assert labels[b"photo03.png"] == b'sea, "blue"' and labels[b"photo04.png"] == -7
assert labels[b'7 \xff"a";\\n.png'] is None
print("as they are")
END
    [[ $output == "as they are" ]]
}

@test "h5py reads the tiles and pictures of an HDF5 library" {
    local store
    for store in hdf5 'hdf5[deflate=6]'; do
        library tiles "$store"
        judges tiles 14 <<'END'
import h5py
judge(h5py.File(sys.argv[2])["images"].__getitem__)
END
        library pictures "$store"
        judges pictures 6 <<'END'
import h5py
pictures = h5py.File(sys.argv[2])["pictures"]
def read(tile):
    begin, end = pictures["offsets"][tile:tile + 2]
    return pictures["pixels"][begin:end].reshape(pictures["shapes"][tile])
judge(read)
END
    done
}

@test "Pillow reads the tiles and pictures of a folder" {
    library tiles folder
    judges tiles 14 <<'END'
import pathlib, read_folder
folder = pathlib.Path(sys.argv[2])
records = read_folder.read_records(folder)
judge(lambda tile: pixels_of(folder / records[tile]["file"]))
END
    library pictures folder
    judges pictures 6 <<'END'
import pathlib, read_folder
folder = pathlib.Path(sys.argv[2])
records = read_folder.read_records(folder)
judge(lambda tile: pixels_of(folder / records[tile]["file"]))
END
}

# names LINE...: id and name of each, of what a sample says.
names() { printf '%s\n' "$@" | sed -E 's/^([0-9]+) .*\] /\1 /'; }

@test "the samples tell the same of every kind of store" {
    library tiles lmdb
    run -0 /usr/bin/python3 "$SAMPLES/read_lmdb.py" tiles-copy
    [[ ${lines[0]} == "14 tiles of 180 x 120 px" && ${#lines[@]} == 15 ]]
    local said=("${lines[@]:1}")
    library tiles hdf5
    run -0 /usr/bin/python3 "$SAMPLES/read_hdf5.py" tiles-copy
    [[ ${lines[0]} == "14 tiles of 180 x 120 px" && ${#lines[@]} == 15 ]]
    # But for labels that there aren't.
    [[ $(names "${said[@]}") == "$(names "${lines[@]:1}")" ]]
    [[ ${said[12]} == '12 sea, "blue" ['*"] 'photo03.png'" && ${lines[13]} == "${said[12]}" ]]
    library tiles lmdb
    run -0 /usr/bin/python3 "$SAMPLES/read_lmdb.py" tiles-copy 3
    [[ $output == "tile.png is "* ]]
    same_pixels tile.png "$SHARED/exported-tiles/0003.png"
}
