#include <stdint.h>

class Motor {
  public:
    explicit Motor(uint8_t pin) : pin_(pin), speed_(0) {}
    void begin();
    void write(int16_t speed);
  private:
    const uint8_t pin_;
    volatile int16_t speed_;
};

void Motor::begin() {
  pinMode(pin_, OUTPUT);
}

void Motor::write(int16_t speed) {
  speed_ = speed;
  analogWrite(pin_, static_cast<uint8_t>(speed & 0xFF));
}

template <typename T> const T &larger(const T &a, const T &b) {
  return a < b ? b : a;
}
