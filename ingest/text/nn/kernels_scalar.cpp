#define KERNELS scalar_kernels
#include "ingest/text/nn/kernels_body.inc"
