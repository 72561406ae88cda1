# The C header, as Doxygen is to read it: its comments are plain ones, without commands.
s|@|\\@|g

# The first one says what the file is for.
1,/^ \*\/$/ {
    s|^ \*/$| * @file */|
    s|^\( \* \)\([A-Z][a-z]*\)\.|\1<p><b>\2.</b>|
}

# All others but headings are about what follows, or what stands before on their line.
/\/\* ---- /! {
    s|^\( *\)/\* |\1/** |
    s|\([^ ] *\)/\* |\1/**< |
}
