#include <vector>
#include "panel.hh"

namespace {

int count(const std::vector<int>& flows)
{
    int total = 0;
    for (int flow : flows)
        total += flow;
    return total;
}

}

@implementation Panel

- (void)waterTree:(NSString *)name
{
    std::vector<int> flows = {1, 2, 3};
    [water_button setTitle:name];
    [water_button setEnabled:count(flows) > 3];
}

@end
