#define KERNELS avx512_kernels
#include "ingest/text/nn/kernels_body.inc"
