#include "match/assign/auction.hpp"

#include "base/parallel.hpp"

#include <numeric>

namespace tessera::internal {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t cells_per_turn = 256;
constexpr std::uint64_t bids_per_report = 4096;
constexpr std::uint64_t patience_per_cell = 32;

} // namespace

LeastOf::LeastOf(std::size_t count) {
    while (leaves_ < count)
        leaves_ *= 2;
    tree_.assign(2 * leaves_, infinity);
}

void LeastOf::set(std::size_t index, double value) {
    std::size_t node = index + leaves_;
    tree_[node] = value;
    while ((node /= 2) > 0) {
        const double least = std::min(tree_[2 * node], tree_[2 * node + 1]);
        if (tree_[node] == least)
            break;
        tree_[node] = least;
    }
}

std::size_t LeastOf::index() const {
    std::size_t node = 1;
    while (node < leaves_)
        node = 2 * node + (tree_[2 * node] == tree_[node] ? 0 : 1);
    return node - leaves_;
}

Auction::Auction(const TransportCosts &costs, std::span<const UseLimits> limits,
                 std::size_t candidates, const AuctionPrices *guess, const RunOptions &run,
                 ProgressCounter &progress)
    : run_(run), progress_(progress), candidates_(costs, candidates), lowest_(limits.size()),
      unsold_(limits.size()), for_spares_(limits.size()), at_once_(limits.size()),
      spares_(-static_cast<std::int64_t>(costs.cells())),
      patience_(patience_per_cell * costs.cells()), photo_of_(costs.cells()),
      cost_of_(costs.cells()) {
    std::uint64_t free = costs.cells();
    for (const UseLimits &limit : limits)
        free -= limit.min;
    for (const UseLimits &limit : limits) {
        // More than this never can be used.
        const std::uint64_t most = std::min<std::uint64_t>(limit.max, limit.min + free);
        photos_.push_back({limit.min, static_cast<std::uint32_t>(most)});
        spares_ += static_cast<std::int64_t>(most);
    }
    spare_ = spares_ == 0 ? -infinity : guess != nullptr ? guess->spare : 0;
    if (guess != nullptr)
        take_up(*guess);
    open_places();
    renew_all(threads_of(run));
}

/// Photos that no cell could have there start at the least price.
void Auction::take_up(const AuctionPrices &guess) {
    const double least = *std::min_element(guess.photos.begin(), guess.photos.end());
    for (std::size_t i = 0; i < photos_.size(); ++i)
        at_once_[i] = guess.photos[i] < infinity ? guess.photos[i] : least;
}

void Auction::renew_all(int threads) {
    const std::size_t cells = photo_of_.size();
    const std::size_t turns = (cells + cells_per_turn - 1) / cells_per_turn;
    for (std::size_t i = 0; i < photos_.size(); ++i)
        at_once_[i] = price_of(i);
    parallel_for(turns, threads, [&] {
        return [&](std::size_t turn) {
            const std::size_t end = std::min(cells, (turn + 1) * cells_per_turn);
            throw_if_cancelled(run_);
            for (std::size_t cell = turn * cells_per_turn; cell < end; ++cell)
                candidates_.renew(cell, at_once_);
        };
    });
}

double Auction::reach() const {
    double sum = 0;
    for (std::size_t cell = 0; cell < photo_of_.size(); ++cell) {
        const auto best =
            candidates_.choose(cell, [&](std::size_t photo) { return price_of(photo); });
        const double others = candidates_.others(cell);
        const double far = others < infinity ? others : best.second;
        sum += far < infinity ? far - best.value : 0;
    }
    return sum / static_cast<double>(photo_of_.size());
}

double Auction::run(double step) {
    step_ = step;
    at_once_ = prices().photos;
    open_places();
    waiting_.resize(photo_of_.size());
    std::iota(waiting_.begin(), waiting_.end(), 0U);
    std::vector<std::uint32_t> round;
    std::uint64_t bids = 0, enough = patience_;
    while (!waiting_.empty()) {
        round.swap(waiting_);
        waiting_.clear();
        for (const std::uint32_t cell : round) {
            bid(cell);
            if (++bids % bids_per_report == 0) {
                throw_if_cancelled(run_);
                progress_.add(bids_per_report);
            }
        }
        if (bids > enough) { // later runs, which must get below this step, have more patience
            step_ *= 4;
            patience_ *= 2;
            enough = bids + patience_;
        }
    }
    return step_;
}

/// Starts from at_once_, with no bid held.
void Auction::open_places() {
    spare_room_ = 0;
    for (std::size_t i = 0; i < photos_.size(); ++i) {
        Photo &photo = photos_[i];
        photo.bids.clear();
        photo.uses = 0;
        photo.start = at_once_[i];
        photo.spare_may = photo.start <= spare_;
        spare_room_ += photo.spare_may ? room(photo) : 0;
        update(i);
    }
    place_spares();
}

CandidateLists::Choice Auction::choose(std::size_t cell) {
    const auto price = [&](std::size_t photo) { return price_of(photo); };
    const auto best = candidates_.choose(cell, price);
    if (best.sure)
        return best;
    for (std::size_t i = 0; i < photos_.size(); ++i)
        at_once_[i] = price_of(i);
    candidates_.renew(cell, at_once_);
    return candidates_.choose(cell, price);
}

void Auction::bid(std::uint32_t cell) {
    const auto best = choose(cell);
    Photo &photo = photos_[best.photo];
    const double margin = best.second < infinity ? best.second - best.value : 0;
    const double price = price_of(best.photo) + margin + step_;
    const bool cell_is_cheapest =
        !photo.bids.empty() && photo.bids.front().price < std::max(photo.start, spare_);
    if (photo.uses == photo.max || (photo.uses >= photo.min && cell_is_cheapest))
        turn_out_lowest(photo);
    set_uses(photo, photo.uses + 1);
    photo.bids.push_back({price, cell});
    std::push_heap(photo.bids.begin(), photo.bids.end());
    photo_of_[cell] = best.photo;
    cost_of_[cell] = best.cost;
    update(best.photo);
    place_spares();
}

/// While there are more spare uses than places for them, they outbid the cheapest place.
void Auction::place_spares() {
    while (spare_room_ < spares_) {
        const double price = for_spares_.least();
        const std::size_t i = for_spares_.index();
        if (!photos_[i].spare_may && room(photos_[i]) > 0) {
            spare_ = std::max(spare_, price);
            admit_spares(i);
            continue;
        }
        turn_out_lowest(photos_[i]);
        admit_spares(i);
        const double next = for_spares_.least();
        spare_ = std::max(spare_, (next < infinity ? std::max(next, price) : price) + step_);
    }
}

void Auction::admit_spares(std::size_t photo) {
    if (!photos_[photo].spare_may)
        spare_room_ += room(photos_[photo]);
    photos_[photo].spare_may = true;
    update(photo);
}

void Auction::set_uses(Photo &photo, std::uint32_t uses) {
    const std::int64_t before = room(photo);
    photo.uses = uses;
    if (photo.spare_may)
        spare_room_ += room(photo) - before;
}

void Auction::turn_out_lowest(Photo &photo) {
    waiting_.push_back(photo.bids.front().cell);
    std::pop_heap(photo.bids.begin(), photo.bids.end());
    photo.bids.pop_back();
    set_uses(photo, photo.uses - 1);
}

/// Prices of a photo whose bids have changed.
void Auction::update(std::size_t photo) {
    const Photo &it = photos_[photo];
    const double lowest_bid = it.bids.empty() ? infinity : it.bids.front().price;
    lowest_[photo] = it.uses < it.min ? it.start : lowest_bid;
    unsold_[photo] = it.uses < it.max ? it.start : infinity;
    if (room(it) > 0 && !it.spare_may)
        for_spares_.set(photo, it.start);
    else
        for_spares_.set(photo, it.uses > it.min ? lowest_bid : infinity);
}

TransportPlan Auction::plan() {
    TransportPlan plan{photo_of_, prices().photos};
    const double level =
        spares_ > 0 ? spare_ : *std::min_element(plan.prices.begin(), plan.prices.end());
    for (std::size_t i = 0; i < photos_.size(); ++i) {
        plan.prices[i] -= level;
        const std::uint32_t uses = plan.prices[i] > 0 ? photos_[i].max : photos_[i].min;
        if (uses > 0)
            plan.bound -= plan.prices[i] * uses;
    }
    for (std::size_t cell = 0; cell < photo_of_.size(); ++cell) {
        plan.bound += choose(cell).value - level;
        plan.cost += double{cost_of_[cell]};
    }
    plan.bound = std::max(plan.bound, 0.0);
    return plan;
}

AuctionPrices Auction::prices() const {
    AuctionPrices prices{std::vector<double>(photos_.size()), spare_};
    for (std::size_t i = 0; i < photos_.size(); ++i)
        prices.photos[i] = price_of(i);
    return prices;
}

} // namespace tessera::internal
