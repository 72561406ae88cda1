# Pages of docs/, as Doxygen is to read them: other files of the sources have no page to link to.
s|\[\([^]]*\)\]([^):]*)|\1|g
