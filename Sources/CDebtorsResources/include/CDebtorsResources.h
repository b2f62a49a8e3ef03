#ifndef C_DEBTORS_RESOURCES_H
#define C_DEBTORS_RESOURCES_H

#include <stddef.h>

// Files of services/debtors that are part of the program itself.

/// A file: its bytes and their number.
typedef struct {
    const unsigned char *bytes;
    size_t count;
} debtors_resource;

/// services/debtors/openapi.json
debtors_resource debtors_openapi(void);

/// services/debtors/migrations/0001-debtors/up.sql
debtors_resource debtors_migration_0001(void);

#endif
