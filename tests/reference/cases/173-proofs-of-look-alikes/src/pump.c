#include <string>
#include <vector>

namespace garden {

class Pump {
public:
    explicit Pump(std::string name) : name_(std::move(name)) {}
    int litres() const;

private:
    std::string name_;
    std::vector<int> flows_;
};

int Pump::litres() const
{
    int total = 0;
    for (int flow : flows_)
        total += flow;
    return total;
}

}  // namespace garden
