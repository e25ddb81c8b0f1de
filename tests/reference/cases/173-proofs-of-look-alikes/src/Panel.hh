#import <Cocoa/Cocoa.h>

#include "Garden.hh"

@interface Panel : NSPanel
{
    NSButton* water_button;
}
- (void)waterTree:(NSString *)name;
- (BOOL)isDry;
@end
