#include "server/program.h"

int main(int argc, char** argv) {
  return server::run_program(argc, argv, stdout, stderr);
}
