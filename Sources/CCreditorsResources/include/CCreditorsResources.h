#ifndef C_CREDITORS_RESOURCES_H
#define C_CREDITORS_RESOURCES_H

#include <stddef.h>

// Files of services/creditors that are part of the program itself.

/// A file: its bytes and their number.
typedef struct {
    const unsigned char *bytes;
    size_t count;
} creditors_resource;

/// services/creditors/openapi.json
creditors_resource creditors_openapi(void);

/// services/creditors/migrations/0001-creditors/up.sql
creditors_resource creditors_migration_0001(void);

#endif
