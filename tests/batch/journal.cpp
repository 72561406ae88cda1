#include "batch/journal/journal.hpp"
#include "batch/journal/database.hpp"
#include "batch/journal/progress.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <filesystem>
#include <utility>

namespace tessera::batch {
namespace {

const JobCommand render{"render",
                        {{.name = "source", .role = OptionRole::reads, .argument = true},
                         {.name = "output", .role = OptionRole::writes},
                         {.name = "across"},
                         {.name = "threads", .role = OptionRole::manner}}};

/// A job whose source is there.
struct Files {
    test::TemporaryFolder folder;
    Job job{.name = "a", .command = "render", .at = {}, .values = {}};

    Files() {
        test::write_file(source(), "pixels");
        set("source", "a.jpg");
        set("output", "a.png");
        job.writes = {folder.path("a.png")};
    }

    std::string source() const { return folder.path("a.jpg"); }
    void set(const std::string &option, const std::string &value) {
        std::erase_if(job.values, [&](const JobValue &each) { return each.option == option; });
        JobValue given; // all at once, g++ 12 takes it for uninitialized
        given.option = option;
        given.values = {value};
        job.values.push_back(std::move(given));
    }
    JobStamp stamp() const { return stamp_of(job, render, folder.path("")); }
};

} // namespace

TEST_CASE("stamp: it differs where options or inputs do, and not for what makes no difference") {
    Files files;
    const JobStamp before = files.stamp();
    CHECK(before.input_bytes == 6);
    files.set("threads", "2");
    files.set("source", "a.jpg"); // in another order
    CHECK(files.stamp().digest == before.digest);
    files.set("across", "3");
    CHECK(files.stamp().digest != before.digest);
    CHECK(files.stamp().kind != before.kind);
    std::erase_if(files.job.values, [](const JobValue &value) { return value.option == "across"; });
    CHECK(files.stamp().digest == before.digest);
    const auto time = std::filesystem::last_write_time(files.source());
    test::write_file(files.source(), "pixel!");
    std::filesystem::last_write_time(files.source(), time + std::chrono::milliseconds(1));
    CHECK(files.stamp().digest != before.digest);
    CHECK(files.stamp().kind == before.kind);
    std::filesystem::remove(files.source());
    CHECK_THROWS_WITH_AS(files.stamp(), doctest::Contains("there is no 'a.jpg'"), Error);
}

TEST_CASE("stamp: a path stands for a file, a folder, numbered pictures, a deep zoom") {
    const test::TemporaryFolder folder;
    for (const char *name : {"f.2.png", "f.10.png", "f.x.png", "wall.dzi", ".hidden"})
        test::write_file(folder.path(name), "x");
    CHECK(files_at(folder.path("f.%03d.png")).size() == 2);
    CHECK(files_at(folder.path("wall.dz")).size() == 1);
    CHECK(files_at(folder.path("")).size() == 4);
    CHECK(files_at(folder.path("none")).empty());
    CHECK_FALSE(stamp_of(folder.path("none")));
}

TEST_CASE("journal: what is done is done until an input, an option or an output changes") {
    Files files;
    Journal journal(files.folder.path("jobs.journal"), Journal::Access::write);
    const JobStamp stamp = files.stamp();
    const auto done = [&] { return still_done(journal, files.job, files.stamp()).has_value(); };
    JournalEntry entry{{.state = JobState::running, .attempts = 1},
                       to_string(stamp.digest),
                       to_string(stamp.kind),
                       stamp.input_bytes};
    CHECK_FALSE(done());
    journal.begin(files.job, entry);
    CHECK_FALSE(done());
    CHECK_THROWS_AS(static_cast<void>(written_by(files.job)), Error);
    test::write_file(files.job.writes[0], "mosaic");
    CHECK_FALSE(done()); // it might have been killed just before it said so
    CHECK(owns_outputs(journal, files.job));
    entry.result.state = JobState::done;
    entry.result.seconds = 1.5;
    journal.end(files.job, entry, written_by(files.job));
    CHECK(done());
    CHECK(still_done(journal, files.job, stamp)->result.seconds == 1.5);
    CHECK(journal.done_of(to_string(stamp.kind)).size() == 1);
    files.set("across", "3");
    CHECK_FALSE(done());
    files.set("across", "4");
    std::erase_if(files.job.values, [](const JobValue &value) { return value.option == "across"; });
    CHECK(done());
    test::write_file(files.job.writes[0], "mosaics");
    CHECK_FALSE(done());
    std::filesystem::remove(files.job.writes[0]);
    CHECK_FALSE(done());
}

TEST_CASE("journal: outputs that no job of the batch made aren't its own") {
    const Files files;
    const Journal journal(files.folder.path("jobs.journal"), Journal::Access::write);
    CHECK(owns_outputs(journal, files.job)); // there is none
    test::write_file(files.job.writes[0], "somebody's");
    CHECK_FALSE(owns_outputs(journal, files.job));
}

TEST_CASE("journal: another reads what one wrote; what is no journal is refused") {
    const Files files;
    const std::string path = files.folder.path("jobs.journal");
    {
        Journal journal(path, Journal::Access::write);
        JournalEntry entry;
        entry.result = {.state = JobState::failed, .attempts = 2, .message = "no 'light'\n"};
        journal.end(files.job, entry, {});
        const Journal reader(path, Journal::Access::read);
        const auto found = reader.find("a");
        REQUIRE(found);
        CHECK(found->result.state == JobState::failed);
        CHECK(found->result.attempts == 2);
        CHECK(found->result.message == "no 'light'\n");
    }
    CHECK_FALSE(Journal(files.folder.path("none"), Journal::Access::read).find("a"));
    CHECK_FALSE(std::filesystem::exists(files.folder.path("none")));
    test::write_file(path, std::string(5000, 'x'));
    CHECK_THROWS_AS(Journal(path, Journal::Access::write), Error);
}

TEST_CASE("journal: a failure in the middle of a change leaves nothing of it, and the next works") {
    Files files;
    const std::string path = files.folder.path("jobs.journal");
    Journal journal(path, Journal::Access::write);
    Database(path, Database::Access::write)
        .run("CREATE TRIGGER full BEFORE INSERT ON outputs WHEN NEW.path = 'second' "
             "BEGIN SELECT RAISE(ABORT, 'no room'); END");
    JournalEntry entry;
    entry.result.state = JobState::done;
    for (int attempt = 0; attempt < 2; ++attempt) // the second says the true cause as well
        try {
            journal.end(files.job, entry, {{"first", "1"}, {"second", "2"}});
            FAIL("no error");
        } catch (const Error &error) {
            CHECK(error.detail() == "no room");
        }
    CHECK_FALSE(journal.find("a"));
    CHECK(journal.outputs_of("a").empty());
    journal.end(files.job, entry, {{"first", "1"}});
    CHECK(journal.outputs_of("a").size() == 1);
    CHECK(Journal(path, Journal::Access::read).find("a")->result.state == JobState::done);
}

TEST_CASE("journal: what is only read isn't changed, whatever made it") {
    const test::TemporaryFolder folder;
    test::write_file(folder.path("empty"), "");
    Database(folder.path("first"), Database::Access::write)
        .run("CREATE TABLE jobs (name TEXT); PRAGMA user_version = 1"); // had no queue
    for (const char *name : {"empty", "first"}) {
        const std::string before = test::read_file(folder.path(name));
        CHECK(Journal(folder.path(name), Journal::Access::read).queued().empty());
        CHECK(test::read_file(folder.path(name)) == before);
    }
    Database reader(folder.path("first"), Database::Access::read);
    CHECK_THROWS_AS(reader.run("CREATE TABLE queue (job TEXT)"), Error);
    CHECK(folder.listing() == std::vector<std::string>{"empty", "first"});
}

TEST_CASE("journal: what an earlier version began is gone on with") {
    const Files files;
    const std::string path = files.folder.path("jobs.journal");
    Journal(path, Journal::Access::write).end(files.job, {}, {});
    Database(path, Database::Access::write).run("DROP TABLE queue; PRAGMA user_version = 1");
    CHECK(Journal(path, Journal::Access::read).find("a"));
    Journal journal(path, Journal::Access::write);
    journal.queue("a", {"12"});
    CHECK(journal.queued().size() == 1);
}

} // namespace tessera::batch
