#include "batch/slurm/slurm.hpp"
#include "batch/slurm/record.hpp"
#include "batch/slurm/shards.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <doctest/doctest.h>

namespace tessera::batch {
namespace {

using Strings = std::vector<std::string>;

const std::vector<JobCommand> commands = {
    {"plan",
     {{.name = "source", .role = OptionRole::reads, .argument = true},
      {.name = "output", .role = OptionRole::writes},
      {.name = "library", .role = OptionRole::reads},
      {.name = "cells"},
      {.name = "threads", .role = OptionRole::manner}}},
    {"render",
     {{.name = "source", .role = OptionRole::reads, .argument = true},
      {.name = "output", .role = OptionRole::writes},
      {.name = "library", .role = OptionRole::reads},
      {.name = "cells"},
      {.name = "dpi"},
      {.name = "shard"},
      {.name = "sync", .role = OptionRole::manner, .flag = true},
      {.name = "threads", .role = OptionRole::manner}}},
    {"join",
     {{.name = "part", .role = OptionRole::reads, .argument = true, .many = true},
      {.name = "output", .role = OptionRole::writes},
      {.name = "sync", .role = OptionRole::manner, .flag = true}}}};
const JobCommand batch{"batch", {}};

SlurmValue setting(const std::string &command, const std::string &key, Strings values) {
    SlurmValue result;
    result.command = command;
    result.value.option = key;
    result.value.values = std::move(values);
    return result;
}

bool has(const Strings &line, const std::string &argument) {
    return std::ranges::find(line, argument) != line.end();
}

} // namespace

TEST_CASE("slurm: a command's settings come before those of all, whatever their order") {
    const std::vector<SlurmValue> settings{setting("join", "time", {"30s"}),
                                           setting("", "time", {"2h"}), setting("", "cpus", {"1"}),
                                           setting("", "cpus", {"4"})};
    CHECK(slurm_setting(settings, "join", "time") == Strings{"30s"});
    CHECK(slurm_setting(settings, "render", "time") == Strings{"2h"});
    CHECK(slurm_setting(settings, "render", "cpus") == Strings{"4"});
    CHECK(slurm_setting(settings, "render", "account").empty());
}

TEST_CASE("slurm: what is asked for is rounded up to what Slurm counts in") {
    SlurmRequest request;
    request.log = "/100%/log";
    request.command = "render";
    request.task = {"/bin/tessera", "it's"};
    request.tasks = 3;
    request.after = {"7", "8"};
    const std::vector<SlurmValue> settings{setting("", "time", {"61s"}),
                                           setting("", "memory", {"1000001"})};
    const Strings line = sbatch_line(request, settings);
    CHECK(line[0] == "sbatch");
    CHECK(has(line, "--time=2"));
    CHECK(has(line, "--mem=1M"));
    CHECK(has(line, "--output=/100%%/log.%a"));
    CHECK(has(line, "--array=1-3"));
    CHECK(has(line, "--dependency=afterany:7:8"));
    CHECK(line.back() == R"(--wrap=exec /bin/tessera 'it'\''s')");
}

TEST_CASE("shards: a render becomes a plan, shards that know of it alone, and a join") {
    const test::TemporaryFolder folder;
    test::write_file(folder.path("jobs.toml"),
                     "[[render]]\nsource = 'me.png'\nlibrary = 'l'\ncells = '3x4'\ndpi = 200\n"
                     "threads = 2\noutput = 'walls/me.tif[pyramid]'\nshards = 2\n");
    const Manifest manifest = read_manifest(folder.path("jobs.toml"), commands, batch);
    const Job &job = manifest.jobs.at(0);
    CHECK(steps_of(manifest, job) == std::vector{TaskStep::plan, TaskStep::shard, TaskStep::join});
    const auto line = [&](TaskStep step, std::size_t command) {
        return arguments_of(job_of_step(manifest, job, commands, step, 2), commands[command]);
    };
    const std::string parts = folder.path("walls/.me.tif.parts");
    CHECK(parts_folder(manifest, job) == parts);
    CHECK(line(TaskStep::plan, 0) == Strings{"plan", "--output=" + parts + "/plan.tif",
                                             "--library=l", "--cells=3x4", "--threads=2", "--",
                                             "me.png"});
    CHECK(line(TaskStep::shard, 1) ==
          Strings{"render", "--output=" + parts + "/2-of-2.tif.part[pyramid]", "--library=l",
                  "--dpi=200", "--shard=2/2", "--sync", "--threads=2", "--", parts + "/plan.tif"});
    CHECK(line(TaskStep::join, 2) == Strings{"join", "--output=" + folder.path("walls/me.tif"),
                                             "--sync", "--", parts + "/1-of-2.tif.part",
                                             parts + "/2-of-2.tif.part"});
}

TEST_CASE("record: what is left is found again, whatever a job is called; damage is no record") {
    const test::TemporaryFolder folder;
    const RecordFolder records(folder.path("records"));
    Record record;
    record.entry.result.state = JobState::failed;
    record.entry.result.message = "it has no \"tiles\"";
    record.entry.digest = "abc";
    record.files = {{"/a/b.png", "1234"}};
    for (const std::string &job :
         Strings{"wall", "../wall", ".", "", "wäll/a b%", std::string(300, 'x')}) {
        records.save(job, "json", record);
        const auto found = records.find(job);
        REQUIRE(found);
        CHECK(found->entry.result.state == JobState::failed);
        CHECK(found->entry.result.message == record.entry.result.message);
        CHECK(found->entry.digest == "abc");
        CHECK(found->files.at(0).stamp == "1234");
        CHECK(records.file(job, "json").starts_with(folder.path("records/")));
        records.remove(job, "json");
        CHECK_FALSE(records.find(job));
    }
    test::write_file(records.file("wall", "json"), "{\"state\": \"done\"}");
    CHECK_FALSE(records.find("wall"));
    test::write_file(records.file("wall", "order"), "{}");
    CHECK_THROWS_AS(static_cast<void>(read_order(records.file("wall", "order"))), Error);
}

TEST_CASE("journal: what Slurm has is known until it has ended") {
    const test::TemporaryFolder folder;
    const Job job{.name = "a", .command = "render", .at = {}, .values = {}};
    {
        Journal journal(folder.path("j"), Journal::Access::write);
        journal.begin(job, {.result = {.state = JobState::queued}});
        journal.queue("a", {"12", "13"});
        journal.queue("b", {"14"});
        journal.queue("b", {});
    }
    Journal journal(folder.path("j"), Journal::Access::write);
    CHECK(journal.queued() == std::map<std::string, Strings>{{"a", {"12", "13"}}});
    CHECK(journal.find("a")->result.state == JobState::queued);
    journal.end(job, {.result = {.state = JobState::done}}, {});
    CHECK(journal.queued().empty());
}

} // namespace tessera::batch
