# The pages, relative to server/; what they embed: rowcol_embed_web of embed.cmake.
set(WEB_SOURCES web/pages.c)
