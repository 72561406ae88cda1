# Prints the code of a page that makes up one file: extract.awk file=PATH PAGE
# Blocks that begin with "```cpp PATH" follow each other. Errors in them are told by the lines of the page.
/^```/ {
    inside = $1 == "```cpp" && $2 == file
    if (inside) {
        found = 1
        print "#line " NR + 1 " \"" FILENAME "\""
    }
    next
}
inside
END { exit !found }
