#ifndef C_NODE_RESOURCES_H
#define C_NODE_RESOURCES_H

#include <stddef.h>

// Files of the folder services that are part of the programs. Every node has all of them: they are small.

/// A file of text, in UTF-8.
typedef struct {
    /// Its path below the folder services: "debtors/openapi.json".
    const char *path;
    /// What is in it, with a 0 at the end.
    const unsigned char *text;
} node_resource;

/// How many there are.
size_t node_resource_count(void);

/// The one with this index, which is below the count.
node_resource node_resource_at(size_t index);

/// The file VERSION.
const char *node_version(void);

#endif
