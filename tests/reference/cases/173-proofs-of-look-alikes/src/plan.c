/* Plan::litres of the C++ part is computed here; see class Plan there. */
#include <stdio.h>

struct plan {
    const char *name;
    int litres;
};

int plan_litres(const struct plan *plans, int count)
{
    int total = 0;
    for (int i = 0; i < count; i++)
        total += plans[i].litres;
    return total;
}

void plan_print(const struct plan *plan)
{
    printf("%s: %d\n", plan->name, plan->litres);
}
