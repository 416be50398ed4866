// Work on several threads whose results are handed on in the order in which it was added, from the adding
// thread, with the problems that the work found. Holds a few jobs a thread at once. The result does not
// depend on the number of threads.
#pragma once
#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "graph/problem.hpp"

namespace ekg {

// 0: as many as the machine has; never more than 256.
inline unsigned thread_count(unsigned jobs) {
  return jobs != 0 ? std::min(jobs, 256U) : std::max(1U, std::thread::hardware_concurrency());
}

template <class Input, class Output>
class OrderedPool {
 public:
  using Work = std::function<Output(Input&, ProblemSink&)>;     // on any thread; safe to run at once
  using Deliver = std::function<void(const Input&, Output&&)>;  // on the thread that adds

  OrderedPool(unsigned threads, Work work, Deliver deliver, ProblemSink& problems)
      : work_(std::move(work)),
        deliver_(std::move(deliver)),
        problems_(problems),
        window_(threads * waiting_per_thread) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this](std::stop_token stop) { run(stop); });
  }
  ~OrderedPool() {
    for (std::jthread& thread : threads_) thread.request_stop();
    wake_.notify_all();
  }

  // Waits while the window is full. Throws what the work or the delivery of an earlier job threw.
  void add(Input input) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.emplace_back().input = std::move(input);
      waiting_.push_back(&jobs_.back());
    }
    wake_.notify_one();
    while (jobs_.size() > window_) deliver_first();
  }

  // Delivers all that was added before.
  void flush() {
    while (!jobs_.empty()) deliver_first();
  }

 private:
  static constexpr std::size_t waiting_per_thread = 8;

  struct ProblemList final : ProblemSink {
    void report(Problem problem) override { problems.push_back(std::move(problem)); }
    std::vector<Problem> problems;
  };
  struct Job {
    Input input;
    Output output;
    ProblemList problems;
    std::exception_ptr error;
    bool done = false;
  };

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, stop, [&] { return !waiting_.empty(); });
      if (stop.stop_requested()) return;
      Job& job = *waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      try {
        job.output = work_(job.input, job.problems);
      } catch (...) {
        job.error = std::current_exception();
      }
      lock.lock();
      job.done = true;
      done_.notify_all();
    }
  }

  void deliver_first() {
    Job& job = jobs_.front();
    {
      std::unique_lock lock(mutex_);
      done_.wait(lock, [&] { return job.done; });
    }
    if (job.error) std::rethrow_exception(job.error);
    for (Problem& problem : job.problems.problems) problems_.report(std::move(problem));
    deliver_(job.input, std::move(job.output));
    const std::lock_guard lock(mutex_);
    jobs_.pop_front();
  }

  const Work work_;
  const Deliver deliver_;
  ProblemSink& problems_;
  const std::size_t window_;
  std::mutex mutex_;
  std::condition_variable_any wake_, done_;
  std::deque<Job> jobs_;  // in order; touched at the ends only, so that pointers stay good
  std::deque<Job*> waiting_;
  std::vector<std::jthread> threads_;
};

}  // namespace ekg
