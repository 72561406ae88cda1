#include "support/images.hpp"

#include "batch/batch.hpp"
#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace tessera::batch {
namespace {

using Strings = std::vector<std::string>;

const std::vector<JobCommand> commands = {
    {"build",
     {{.name = "photos", .role = OptionRole::photos, .argument = true, .many = true},
      {.name = "output", .role = OptionRole::writes},
      {.name = "tile"}}},
    {"render",
     {{.name = "source", .role = OptionRole::reads, .argument = true},
      {.name = "output", .role = OptionRole::writes},
      {.name = "library", .role = OptionRole::reads},
      {.name = "cells", .excludes = {"across"}},
      {.name = "across", .excludes = {"cells"}},
      {.name = "where", .many = true},
      {.name = "flip", .flag = true},
      {.name = "threads", .role = OptionRole::manner}}},
    {"compare",
     {{.name = "source", .role = OptionRole::reads, .argument = true},
      {.name = "mosaic", .role = OptionRole::reads, .argument = true},
      {.name = "cells"}}}};
const JobCommand batch{"batch", {{.name = "jobs"}, {.name = "keep-going", .flag = true}}};

struct Written {
    test::TemporaryFolder folder;

    Manifest read(const std::string &text, const std::string &name = "jobs.toml") const {
        test::write_file(folder.path(name), text);
        return read_manifest(folder.path(name), commands, batch);
    }

    /// What is wrong with it, without its folder.
    std::string error(const std::string &text, const std::string &name = "jobs.toml") const {
        try {
            static_cast<void>(read(text, name));
        } catch (const Error &error) {
            std::string message = error.what();
            for (std::size_t at; (at = message.find(folder.path(""))) != std::string::npos;)
                message.erase(at, folder.path("").size());
            return message;
        }
        return "none";
    }
};

Strings names_of(const Manifest &manifest) {
    Strings names;
    for (const Job &job : manifest.jobs)
        names.push_back(job.name);
    return names;
}

Strings line_of(const Job &job) {
    for (const JobCommand &command : commands)
        if (command.name == job.command)
            return arguments_of(job, command);
    return {};
}

} // namespace

TEST_CASE("manifest: a job's options become its command line, in the order of the command") {
    const Written written;
    const Manifest manifest = written.read("[[render]]\n"
                                           "output = 'wall.png'\n"
                                           "flip = true\n"
                                           "across = 120\n"
                                           "where = ['year=2024', 'tag=sea']\n"
                                           "library = 'photos.tiles'\n"
                                           "source = '-me.jpg'\n"
                                           "timeout = '2m'\n");
    REQUIRE(manifest.jobs.size() == 1);
    CHECK(line_of(manifest.jobs[0]) ==
          Strings{"render", "--output=wall.png", "--library=photos.tiles", "--across=120",
                  "--where=year=2024", "--where=tag=sea", "--flip", "--", "-me.jpg"});
    CHECK(manifest.jobs[0].name == "render--me");
    CHECK(manifest.jobs[0].timeout == 120);
    CHECK(manifest.jobs[0].writes == Strings{written.folder.path("wall.png")});
}

TEST_CASE("manifest: JSON lines say the same as TOML") {
    const Written written;
    const Manifest toml = written.read("[defaults.render]\nacross = 9\n"
                                       "[[render]]\nname = 'a'\nsource = 'a.jpg'\n"
                                       "output = 'a.png'\nflip = false\n");
    const Manifest json = written.read("{\"defaults\": {\"render\": {\"across\": 9}}}\n\n"
                                       "{\"render\": {\"name\": \"a\", \"source\": \"a.jpg\", "
                                       "\"output\": \"a.png\", \"flip\": false}}\n",
                                       "jobs.jsonl");
    CHECK(line_of(json.jobs.at(0)) == line_of(toml.jobs.at(0)));
    CHECK(line_of(json.jobs[0]) ==
          Strings{"render", "--output=a.png", "--across=9", "--", "a.jpg"});
    CHECK(json.jobs[0].at.line == 3);
}

TEST_CASE("manifest: what is wrong is told with its line and column") {
    const Written written;
    const auto wrong = [&](const std::string &text) { return written.error(text); };
    CHECK(wrong("[[render]]\nsource = 'a'\n  acros = 3\n") ==
          "jobs.toml:3:3: there is no key 'acros' of render; did you mean 'across'?");
    CHECK(wrong("[[rendr]]\n") ==
          "jobs.toml:1:3: there is no key 'rendr' of manifests; did you mean 'render'?");
    CHECK(wrong("[defaults]\nfliip = true\n") ==
          "jobs.toml:2:1: there is no key 'fliip' of any command; did you mean 'flip'?");
    CHECK(wrong("[defaults.render]\ntile = 3\n") ==
          "jobs.toml:2:1: there is no key 'tile' of render");
    CHECK(wrong("[batch]\njob = 3\n") ==
          "jobs.toml:2:1: there is no key 'job' of [batch]; did you mean 'jobs'?");
    CHECK(wrong("[[render]]\nflip = 1\n") == "jobs.toml:2:1: 'flip' is true or false");
    CHECK(wrong("[[render]]\nacross = true\n") ==
          "jobs.toml:2:1: 'across' wants a text or a number, not true");
    CHECK(wrong("[[render]]\nacross = [1, 2]\n") ==
          "jobs.toml:2:1: 'across' wants one value, not a list");
    CHECK(wrong("[[render]]\nwhere = []\n") ==
          "jobs.toml:2:1: 'where' wants a value; the list is empty");
    CHECK(wrong("[[render]]\ncells = 2024-01-01\n") ==
          "jobs.toml:2:9: dates and times mean nothing here; put texts in quotes");
    CHECK(wrong("[[render]]\ntimeout = 'soon'\n") ==
          "jobs.toml:2:1: 'timeout' wants a time such as 90, 30s, 15m or 2h, not 'soon'");
    CHECK(wrong("render = 3\n") == "jobs.toml:1:1: 'render' is a table of its own, [[render]]");
    CHECK(wrong("\n") == "jobs.toml:1:1: there are no jobs; one is a table such as [[render]]");
    CHECK(wrong("[[render]\n").starts_with("jobs.toml:1:10: "));
    CHECK(written.error("{}\n{\"render\": {\"sorce\": \"a\"}}\n", "jobs.jsonl") ==
          "jobs.jsonl:2:13: there is no key 'sorce' of render; did you mean 'source'?");
    CHECK(written.error("{}\n{\"render\": }\n", "jobs.jsonl").starts_with("jobs.jsonl:2:12: "));
    CHECK(written.error("[]\n", "jobs.jsonl").starts_with("jobs.jsonl:1:1: a line is an object"));
    CHECK(written.error("", "jobs.yaml").find(".toml or a .jsonl") != std::string::npos);
}

TEST_CASE("manifest: defaults give way to what a job says, and to what that excludes") {
    const Written written;
    const Manifest manifest = written.read("[defaults]\nlibrary = 'all.tiles'\nthreads = 1\n"
                                           "[defaults.render]\nacross = 9\nflip = true\n"
                                           "[[render]]\nsource = 'a'\n"
                                           "[[render]]\nsource = 'b'\ncells = '3x4'\nflip = false\n"
                                           "[[build]]\nphotos = 'p'\n");
    CHECK(line_of(manifest.jobs[0]) == Strings{"render", "--library=all.tiles", "--across=9",
                                               "--flip", "--threads=1", "--", "a"});
    CHECK(line_of(manifest.jobs[1]) ==
          Strings{"render", "--library=all.tiles", "--cells=3x4", "--threads=1", "--", "b"});
    CHECK(line_of(manifest.jobs[2]) == Strings{"build", "--", "p"});
}

TEST_CASE("manifest: included files come first, and are found from where they are included") {
    const Written written;
    std::filesystem::create_directory(written.folder.path("more"));
    test::write_file(written.folder.path("more/a.toml"),
                     "include = 'b.toml'\n[defaults]\nacross = 2\n");
    test::write_file(written.folder.path("more/b.toml"),
                     "[defaults]\nacross = 1\n[[render]]\nname = 'b'\nsource = 's'\n");
    const Manifest manifest =
        written.read("include = ['more/a.toml']\n[[render]]\nname = 'c'\nsource = 's'\n");
    CHECK(names_of(manifest) == Strings{"b", "c"});
    CHECK(line_of(manifest.jobs[0]) == Strings{"render", "--across=2", "--", "s"});
    test::write_file(written.folder.path("more/b.toml"), "include = 'a.toml'\n");
    CHECK(written.error("include = ['more/a.toml']\n") == "'more/a.toml' includes itself");
}

TEST_CASE("manifest: a glob, or a list of sources, makes a job of each") {
    const Written written;
    for (const char *name : {"b.jpg", "a.jpg", "c.png"})
        test::write_file(written.folder.path(name), "x");
    const Manifest manifest = written.read(
        "[[render]]\nsource = '*.jpg'\noutput = 'walls/{name}.png'\n"
        "[[compare]]\nname = 'score {number} {{{name}}}'\nsource = ['a.jpg', 'b.jpg']\n"
        "mosaic = 'walls/{name}.png'\n");
    CHECK(names_of(manifest) == Strings{"render-a", "render-b", "score 1 {a}", "score 2 {b}"});
    CHECK(line_of(manifest.jobs[1]) == Strings{"render", "--output=walls/b.png", "--", "b.jpg"});
    CHECK(manifest.jobs[3].after == std::vector<std::size_t>{1}); // it reads what that writes
}

TEST_CASE(
    "manifest: a glob takes what earlier jobs will write, and not what its own have written") {
    const Written written;
    test::write_file(written.folder.path("a.jpg"), "x");
    test::write_file(written.folder.path("b.jpg"), "x");
    const std::string text = "[[render]]\nsource = '*.jpg'\noutput = '{name}-wall.jpg'\n"
                             "[[compare]]\nsource = 'a.jpg'\nmosaic = '*-wall.jpg'\n";
    const Strings names = names_of(written.read(text));
    CHECK(names == Strings{"render-a", "render-b", "compare-a-wall", "compare-b-wall"});
    test::write_file(written.folder.path("a-wall.jpg"), "x");
    test::write_file(written.folder.path("b-wall.jpg"), "x");
    CHECK(names_of(written.read(text)) == names);
}

TEST_CASE("manifest: patterns that mean nothing are told") {
    const Written written;
    test::write_file(written.folder.path("a.jpg"), "x");
    const auto wrong = [&](const std::string &text) { return written.error(text); };
    CHECK(wrong("[[render]]\nsource = 'a.jpg'\noutput = '{nam}.png'\n") ==
          "jobs.toml:3:1: 'output': there is no {nam}; did you mean {name}?");
    CHECK(wrong("[[render]]\nsource = 'a.jpg'\noutput = '{name.png'\n") ==
          "jobs.toml:3:1: 'output': '{name.png' lacks a '}'; a brace itself is '{{'");
    CHECK(wrong("[[build]]\nphotos = 'p'\noutput = '{name}.tiles'\n") ==
          "jobs.toml:3:1: 'output': {name} stands for a job's source, and there is none");
    CHECK(wrong("[[render]]\nsource = '*.tif'\n") == "jobs.toml:2:1: no file fits '*.tif'");
    CHECK(wrong("[[compare]]\nsource = '*.jpg'\nmosaic = '*.jpg'\n") ==
          "jobs.toml:3:1: 'source' and 'mosaic' both stand for many files; one of them may");
}

TEST_CASE("manifest: jobs come after what writes what they read, and after what they say") {
    const Written written;
    const Manifest manifest =
        written.read("[[compare]]\nsource = 's'\nmosaic = './out/a.png'\n"
                     "[[render]]\nname = 'r'\nsource = 's'\nafter = 'f*'\n"
                     "output = 'out/a.png[strip]'\nlibrary = 'p.tiles'\n"
                     "[[library]]\nname = 'p'\nphotos = 'p'\noutput = 'p.tiles'\n"
                     "[[build]]\nname = 'first'\nphotos = 'p'\noutput = 'q'\n");
    CHECK(names_of(manifest) == Strings{"p", "first", "r", "compare-s"});
    CHECK(manifest.jobs[2].after == std::vector<std::size_t>{0, 1});
    CHECK(manifest.jobs[3].after == std::vector<std::size_t>{2});
}

TEST_CASE("manifest: jobs that can't be put in order are told") {
    const Written written;
    const auto wrong = [&](const std::string &text) { return written.error(text); };
    CHECK(wrong("[[render]]\nname = 'a'\nsource = 'x'\noutput = 'y'\n"
                "[[render]]\nname = 'b'\nsource = 'y'\noutput = 'z'\n"
                "[[render]]\nname = 'c'\nsource = 'z'\noutput = 'x'\n") ==
          "jobs.toml:1:1: 'a' waits for 'c', which waits for 'b', which waits for 'a'");
    CHECK(wrong("[[render]]\nname = 'a'\nsource = 'x'\noutput = 'x'\n") ==
          "jobs.toml:1:1: 'a' waits for itself: it reads what it writes");
    CHECK(wrong("[[render]]\nname = 'a'\nsource = 'x'\noutput = 'y'\n"
                "[[render]]\nname = 'b'\nsource = 'x'\noutput = './y'\n") ==
          "jobs.toml:5:1: 'a' and 'b' both write 'y'");
    CHECK(wrong("[[render]]\nname = 'a'\nsource = 'x'\n[[render]]\nname = 'a'\nsource = 'y'\n") ==
          "jobs.toml:4:1: there is a job 'a' already, at jobs.toml:1:1");
    CHECK(wrong("[[render]]\nname = 'wall'\nsource = 'x'\nafter = 'wal'\n") ==
          "jobs.toml:4:1: there is no job 'wal'; did you mean 'wall'?");
}

} // namespace tessera::batch
