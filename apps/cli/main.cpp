// The tessera command: parses, runs one verb, and turns its errors into exit codes.

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/interrupt.hpp"

#include <tessera/error.hpp>
#include <tessera/session.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>

namespace tessera::cli {
namespace {

enum ExitCode {
    failed = 1,
    usage = 2,
    unreadable = 3,
    unwritable = 4,
    try_again = 75, // of shards and joins: EX_TEMPFAIL
    give_up = 78,   // EX_CONFIG
    interrupted = 130
};

/// Shards and joins tell whether it may get better.
int exit_code_of(ErrorCode code, bool sharded) {
    switch (code) {
    case ErrorCode::invalid_argument:
    case ErrorCode::unsupported:
        return usage;
    case ErrorCode::unreadable_image:
    case ErrorCode::corrupt_store:
        return sharded ? give_up : unreadable;
    case ErrorCode::write_failed:
        return sharded ? try_again : unwritable;
    case ErrorCode::parts_missing:
        return try_again;
    case ErrorCode::parts_unfit:
        return give_up;
    case ErrorCode::cancelled:
        return interrupted;
    }
    return failed;
}

/// Every error ends here.
int run(CLI::App &app, Command &command, const Interrupt &interrupt, int argc, char **argv) {
    try {
        app.parse(argc, argv);
        return command.exit_code;
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == 0) // --help, --version
            return app.exit(error);
        command.json = std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
        command.fail("usage", explain(error, app, argc, argv), "");
        return usage;
    } catch (const Error &error) {
        command.fail(std::string(name_of(error.code())), error.what(), error.detail());
        return error.code() == ErrorCode::cancelled && interrupt.exit_code() != 0
                   ? interrupt.exit_code()
                   : exit_code_of(error.code(), command.sharded);
    } catch (const std::exception &error) {
        command.fail("failed", error.what(), "");
        return command.sharded ? try_again : failed;
    }
}

/// A standard stream that is closed would give its number to the next file that is opened, and
/// messages would end up in an output.
void open_standard_streams() {
    int opened = 0;
    do
        opened = ::open("/dev/null", O_RDWR);
    while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened >= 0)
        ::close(opened);
}

} // namespace

void add_verbs(CLI::App &app, Command &command) {
    app.set_version_flag("-V,--version", "tessera " + std::string(version()));
    app.require_subcommand(1);
    app.set_help_flag("-h,--help", "Show the options that most people need.");
    app.set_help_all_flag("--help-all", "Show every option.");
    add_make(app, command);
    add_build(app, command);
    add_render(app, command);
    add_plan(app, command);
    add_join(app, command);
    add_animate(app, command);
    add_frames(app, command);
    add_library(app, command);
    add_info(app, command);
    add_compare(app, command);
    add_batch(app, command);
    add_bench(app, command);
    add_completion(app, command);
    add_man(app, command);
}

} // namespace tessera::cli

int main(int argc, char **argv) {
    using namespace tessera::cli;
    open_standard_streams();
    Command command;
    const Interrupt interrupt(command.stop);
    const tessera::Session session;
    CLI::App app("Tessera makes photo mosaics, of any size, in little memory.", "tessera");
    app.formatter(std::make_shared<HelpFormatter>());
    add_verbs(app, command);
    const int code = run(app, command, interrupt, argc, argv);
    // A reader that has seen enough is none to complain to.
    return std::fflush(stdout) == 0 || errno == EPIPE ? code : unwritable;
}
