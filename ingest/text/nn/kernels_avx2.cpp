#define KERNELS avx2_kernels
#include "ingest/text/nn/kernels_body.inc"
