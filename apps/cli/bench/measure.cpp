#include "cli/bench/measure.hpp"

#include <tessera/error.hpp>
#include <tessera/tile_store.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <numeric>
#include <random>
#include <utility>

namespace tessera::cli {
namespace {

constexpr double enough_seconds = 1; // of runs of one measurement
constexpr std::uint32_t longest_batch = 64;

/// Adds up the time of pieces of work.
class Stopwatch {
  public:
    template <class Work> decltype(auto) run(Work &&work) {
        const Adding adding{*this};
        return std::forward<Work>(work)();
    }

    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(spent_).count(); }

  private:
    using Clock = std::chrono::steady_clock;

    struct Adding {
        Stopwatch &watch;
        Clock::time_point begin = Clock::now();
        ~Adding() { watch.spent_ += Clock::now() - begin; }
    };

    Clock::duration spent_{};
};

struct Task {
    std::string store;
    std::uint32_t pictures;
    BenchWork work;
    int threads;
};

class Measuring {
  public:
    Measuring(const BenchPlan &plan, const BenchPictures &pictures, const RunOptions &run)
        : plan_(plan), pictures_(pictures), run_(run), path_(plan.folder + "/store") {
        for (const std::uint32_t count : plan.counts)
            total_ += count * plan.stores.size() * plan.threads.size() * bench_works.size();
    }

    BenchResult result() {
        for (const std::uint32_t count : plan_.counts)
            for (const std::string &store : plan_.stores)
                measure(store, count);
        return std::move(result_);
    }

  private:
    void measure(const std::string &store, std::uint32_t count) {
        for (const BenchWorkName &each : bench_works)
            for (const int threads : plan_.threads)
                measure({store, count, each.work, threads});
        result_.sizes.push_back({store, count, disk_use(path_)});
        std::filesystem::remove_all(path_);
    }

    void measure(const Task &task) {
        std::vector<double> seconds;
        double all = 0;
        while (std::ssize(seconds) < plan_.most_runs && all < enough_seconds) {
            first_run_ = seconds.empty();
            seconds.push_back(task.work == BenchWork::write ? write(task) : read(task));
            all += seconds.back();
        }
        const auto middle = std::next(seconds.begin(), std::ssize(seconds) / 2);
        std::ranges::nth_element(seconds, middle);
        result_.timings.push_back({task.store, task.pictures, task.work, task.threads, *middle,
                                   static_cast<int>(seconds.size())});
    }

    /// Seconds, without those of making pictures and records.
    double write(const Task &task) {
        std::filesystem::remove_all(path_);
        settle_disk(plan_.folder);
        Stopwatch watch;
        const auto builder = watch.run([&] {
            auto made = create_store(task.store, path_, pictures_.shape(), false);
            made->set_threads(task.threads);
            return made;
        });
        for (std::uint32_t first = 0; first < task.pictures; first += longest_batch) {
            const std::uint32_t count = std::min(longest_batch, task.pictures - first);
            std::vector<TileRecord> records;
            for (TileId id = first; id < first + count; ++id)
                records.push_back(pictures_.record(id));
            watch.run([&] {
                for (TileId id = first; id < first + count; ++id)
                    builder->add(pictures_.pixels(id), pictures_.features(id), records[id - first]);
            });
            advance(count);
        }
        StoreInfo info;
        info.tile = pictures_.shape();
        watch.run([&] { builder->finish(info); });
        return watch.seconds();
    }

    double read(const Task &task) {
        const bool cold =
            task.work == BenchWork::cold_in_order || task.work == BenchWork::cold_shuffled;
        const auto order = order_of(task);
        if (cold)
            result_.stayed_cached = std::max(result_.stayed_cached, drop_from_cache(path_));
        Stopwatch watch;
        const auto store = watch.run([&] {
            auto opened = open_store(path_);
            read_all(*opened, order, task.threads);
            return opened; // closing it isn't measured
        });
        advance(task.pictures);
        return watch.seconds();
    }

    [[nodiscard]] std::vector<TileId> order_of(const Task &task) const {
        std::vector<TileId> order(task.pictures);
        std::iota(order.begin(), order.end(), TileId{0});
        if (task.work == BenchWork::cold_shuffled || task.work == BenchWork::warm_shuffled)
            std::ranges::shuffle(order, std::mt19937_64(plan_.seed));
        return order;
    }

    void read_all(const TileStore &store, const std::vector<TileId> &order, int threads) const {
        const auto count = static_cast<std::uint32_t>(order.size());
        const std::uint32_t batch =
            std::clamp(count / (4 * static_cast<std::uint32_t>(threads)), 1U, longest_batch);
        std::atomic<std::uint32_t> next{0};
        const auto work = [&] {
            std::vector<std::uint8_t> pixels(pictures_.shape().bytes());
            for (std::uint32_t first = next.fetch_add(batch); first < count;
                 first = next.fetch_add(batch)) {
                check_cancelled();
                for (std::uint32_t i = first; i < std::min(first + batch, count); ++i)
                    store.read(order[i], pixels);
            }
        };
        std::vector<std::future<void>> others;
        for (int i = 1; i < threads; ++i)
            others.push_back(std::async(std::launch::async, work));
        work();
        for (auto &other : others)
            other.get();
    }

    /// Each measurement counts once, however often it is run.
    void advance(std::uint32_t pictures) {
        check_cancelled();
        if (!first_run_)
            return;
        done_ += pictures;
        if (run_.progress)
            run_.progress({"bench", done_, total_});
    }

    void check_cancelled() const {
        if (run_.cancel.stop_requested())
            throw Error(ErrorCode::cancelled, "cancelled");
    }

    const BenchPlan &plan_;
    const BenchPictures &pictures_;
    const RunOptions &run_;
    std::string path_;
    std::uint64_t done_ = 0, total_ = 0;
    bool first_run_ = true;
    BenchResult result_;
};

} // namespace

const BenchTiming &BenchResult::timing(const std::string &store, std::uint32_t pictures,
                                       BenchWork work, int threads) const {
    return *std::ranges::find_if(timings, [&](const BenchTiming &each) {
        return each.store == store && each.pictures == pictures && each.work == work &&
               each.threads == threads;
    });
}

const DiskUse &BenchResult::use(const std::string &store, std::uint32_t pictures) const {
    return std::ranges::find_if(sizes,
                                [&](const BenchSize &each) {
                                    return each.store == store && each.pictures == pictures;
                                })
        ->use;
}

std::uint64_t most_bytes_of(TileShape shape, std::uint32_t pictures) {
    // A folder's file ends in a block that isn't full; rows, features and what holds them together
    // come on top, and the least that a file of each kind takes.
    constexpr std::uint64_t block = 4096, beside = 1024, least = std::uint64_t{2} << 20;
    const std::uint64_t file = (shape.bytes() + beside + block - 1) / block * block;
    return least + pictures * (file + beside);
}

BenchResult measure_stores(const BenchPlan &plan, const BenchPictures &pictures,
                           const RunOptions &run) {
    return Measuring(plan, pictures, run).result();
}

} // namespace tessera::cli
